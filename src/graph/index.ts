/** The graph engine: symbolic tensors, their gradients, and their execution by ONNX Runtime. */
import './operations/arithmetic.ts';
import './operations/elementary.ts';
import './operations/comparison.ts';
import './operations/reduction.ts';
import './operations/layout.ts';
import './operations/slicing.ts';
import './operations/indexing.ts';
import './operations/product.ts';
import './operations/activation.ts';
import './operations/softmax.ts';
import './operations/shrinkage.ts';
import './operations/sparsity.ts';
import './operations/stop-gradient.ts';

export { gradients } from './gradient.ts';
export { onnxModel } from './onnx/model.ts';
export { conv2d } from './operations/convolution.ts';
export { lstmCell } from './operations/lstm-cell.ts';
export { batchNorm, layerNorm, normalizeChannels } from './operations/normalization.ts';
export { gemm } from './operations/product.ts';
export { concat } from './operations/slicing.ts';
export { constant, input, parameter, scope, type Tensor } from './tensor.ts';
