/**
 * What a sweep calls the solvers of each problem in figures, as papers do; an experiment says its own. They are no part of the solvers, so that
 * another word renews no result. A solver without a label is called by its name.
 */
export const solverLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  beamforming: {
    wmmse: 'WMMSE',
    'r-wmmse': 'R-WMMSE',
    'wmmse-bisection': 'WMMSE with bisection',
    'mif-wmmse': 'MIF-WMMSE',
    'unfolded-mif-wmmse': 'unfolded MIF-WMMSE',
    iaidnn: 'IAIDNN',
    'gradient-ascent': 'gradient ascent',
    adam: 'Adam',
    lagd: 'LAGD',
    mrt: 'MRT',
    'zero-forcing': 'ZF',
    'dominant-eigenmodes': 'dominant eigenmodes',
    'block-diagonalization': 'block diagonalization',
    'regularized-zero-forcing': 'RZF',
  },
  multicell: {
    wmmse: 'WMMSE',
    'r-wmmse': 'R-WMMSE',
    'structured-l2o': 'structured updates',
    'structured-l2o-literal': 'structured updates, as worded',
    gnn: 'message passing network',
    mrt: 'MRT',
    'zero-forcing': 'ZF',
    'regularized-zero-forcing': 'RZF',
  },
  'massive-access': {
    'ista-gs': 'ISTA-GS',
    nesterov: "Nesterov's method",
    'amp-mmv': 'AMP-MMV',
    'amp-mmse': 'AMP MMSE-denoiser',
    'lista-gs': 'LISTA-GS',
    'lista-gscp': 'LISTA-GSCP',
    'alista-gs': 'ALISTA-GS',
    'genie-ls': 'genie-aided LS',
    'genie-mmse': 'genie-aided MMSE (bound)',
  },
  'csi-feedback': {
    'principal-components': 'best linear scheme',
    ista: 'ISTA',
    ms4l2o: 'MS4L2O',
    csinet: 'CsiNet',
    transnet: 'TransNet',
    'csi-l2o': 'Csi-L2O',
    tilista: 'TiLISTA',
    'sm-csinet-plus': 'SM-CsiNet+',
    'pm-csinet-plus': 'PM-CsiNet+',
  },
};
