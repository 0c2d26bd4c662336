% Maximum ratio transmission through files, in MATLAB or Octave: a solver of your own for
%   reproduce sweep beamforming --set M=8 K=4 N=2 d=2 snr=10 --solvers "mrt,folder:octave-cli --quiet mrt_files.m"
%   reproduce sweep beamforming --set M=8 K=4 N=2 d=2 snr=10 --solvers "mrt,folder:matlab -batch mrt_files"
folder = getenv('REPRODUCE_FOLDER');
in = load(fullfile(folder, 'in.mat'));

% in.H(t, k, n, m) is the channel in trial t from transmit antenna m to antenna n of user k; V(t, k, m, i) the weight of antenna m in
% stream i of user k.
[trials, K, N, M] = size(in.H);
V = zeros(trials, K, M, in.d);
for i = 1:in.d
  h = reshape(in.H(:, :, i, :), trials, K, M);
  V(:, :, :, i) = conj(h) ./ sqrt(sum(abs(h) .^ 2, 3)) * sqrt(in.P / K / in.d);
end
save(fullfile(folder, 'out.mat'), 'V', '-v7');
