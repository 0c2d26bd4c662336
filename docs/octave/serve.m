% serve(solve): answers what `reproduce ... --solvers "exec:octave-cli --quiet mine.m"` asks.
%
% A call is a line of JSON, followed by the bytes of the arrays that it announces; so is an answer. In files of this protocol the last index
% runs fastest; in Octave the first does. solve(given) is called once a trial with a struct of the arrays, in the order of indices
% of the documentation, and of the numbers (given.P, given.d ...), and returns the array that is wanted.
function serve(solve)
  while true
    line = fgetl(stdin);
    if (! ischar(line)) return; end
    call = jsondecode(line, "makeValidName", false);
    arrays = readArrays(call.arrays);
    wanted = asCell(call.wanted){1};
    shape = wanted.shape(:)';
    answers = zeros([shape(2:end) 1 shape(1)]);
    columns = prod(shape(2:end));
    for trial = 1:call.trials
      given = call.numbers;
      given.parameters = call.parameters;
      for i = 1:numel(arrays)
        given.(arrays{i}.name) = arrays{i}.of(trial);
      end
      answers((trial - 1) * columns + (1:columns)) = lastIndexFastest(solve(given), shape(2:end));
    end
    writeAnswer(wanted, shape, answers(:));
  end
end

function arrays = readArrays(headers)
  arrays = {};
  for header = asCell(headers)(:)'
    header = header{1};
    shape = header.shape(:)';
    numbers = fread(stdin, prod(shape) * (1 + strcmp(header.type, "complex128")), "double");
    if (strcmp(header.type, "complex128"))
      numbers = complex(numbers(1:2:end), numbers(2:2:end));
    end
    if (header.perTrial)
      each = reshape(numbers, [], shape(1));
      of = @(trial) firstIndexFastest(each(:, trial), shape(2:end));
    else
      of = @(trial) firstIndexFastest(numbers, shape);
    end
    arrays{end + 1} = struct("name", header.name, "of", of);
  end
end

function array = firstIndexFastest(numbers, shape)
  array = permute(reshape(numbers, [fliplr(shape) 1]), [numel(shape):-1:1 numel(shape) + 1]);
end

function numbers = lastIndexFastest(array, shape)
  if (numel(array) != prod(shape))
    error("solve() returned %s where [%s] is wanted", mat2str(size(array)), num2str(shape));
  end
  numbers = permute(reshape(array, [shape 1]), [numel(shape):-1:1 numel(shape) + 1])(:);
end

function writeAnswer(wanted, shape, numbers)
  header = struct("name", wanted.name, "type", wanted.type, "shape", shape);
  printf("%s\n", jsonencode(struct("arrays", {{header}})));
  if (strcmp(wanted.type, "complex128"))
    numbers = [real(numbers)'; imag(numbers)'](:);
  end
  fwrite(stdout, numbers, "double");
  fflush(stdout);
end

% jsondecode makes a struct array of a list of objects with the same fields, and a cell of others.
function list = asCell(decoded)
  if (iscell(decoded)) list = decoded; else list = num2cell(decoded); end
end
