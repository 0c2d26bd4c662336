% Maximum ratio transmission in Octave: a solver of your own for
%   reproduce sweep beamforming --set M=8 K=4 N=2 d=2 snr=10 --solvers "mrt,exec:octave-cli --quiet mrt.m"
1;

% given.H(k, n, m) is the channel from transmit antenna m to antenna n of user k; V(k, m, i) the weight of antenna m in its stream i.
function V = solve(given)
  [K, ~, M] = size(given.H);
  V = zeros(K, M, given.d);
  for k = 1:K
    for i = 1:given.d
      h = reshape(given.H(k, i, :), [], 1);
      V(k, :, i) = conj(h) / norm(h) * sqrt(given.P / K / given.d);
    end
  end
end

addpath(fileparts(mfilename("fullpath")));
serve(@solve);
