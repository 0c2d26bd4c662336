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

export { type Device, deviceInUse } from './device.ts';
export { gradients } from './gradient.ts';
export { onnxModel } from './onnx/model.ts';
export { parametersOf } from './onnx/nodes.ts';
export { conv2d } from './operations/convolution.ts';
export { type LstmCell, type LstmState, type LstmWeights, lstm } from './operations/lstm-cell.ts';
export { batchNorm, layerNorm, normalizeChannels } from './operations/normalization.ts';
export { gemm } from './operations/product.ts';
export { concat } from './operations/slicing.ts';
export { type Arrays, compile, type ExecutionOptions, Session } from './session.ts';
export { cachedSession } from './session-cache.ts';
export type { Shape } from './shape.ts';
export { constant, input, parameter, scope, type Tensor } from './tensor.ts';
export { useDevice } from './use-device.ts';
