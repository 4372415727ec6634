/** The layers as rules of dependency-cruiser; each comment is the sentence the offender reads. */
import type { IForbiddenRuleType } from 'dependency-cruiser';

/** In the order of the data flow: a folder may import the ones before it, never the ones after. */
export const PURE = ['kernel', 'market', 'indicators', 'conditions', 'alerts', 'backtest', 'notify'];
export const EDGES = ['config', 'telemetry', 'feeds', 'channels', 'storage', 'jobs', 'api'];
export const WIRING = ['app', 'bin'];

const folder = (...names: readonly string[]) => `^src/(${names.join('|')})/`;
const notTests = { pathNot: '\\.test\\.ts$' };

export const LAYER_RULES: IForbiddenRuleType[] = [
  ...PURE.slice(0, -1).map((name, rank): IForbiddenRuleType => ({
    name: `${name}-looks-upstream`,
    severity: 'error',
    comment: `src/${name} comes before what it imports here. Move the shared type upstream, or declare a port in src/${name} and let the later folder implement it.`,
    from: { path: folder(name), ...notTests },
    to: { path: folder(...PURE.slice(rank + 1)) },
  })),
  {
    name: 'pure-knows-no-edge',
    severity: 'error',
    comment: 'A pure folder imports an edge. Declare a port where it is needed; src/app connects the two.',
    from: { path: folder(...PURE), ...notTests },
    to: { path: folder(...EDGES, ...WIRING) },
  },
  {
    name: 'pure-uses-no-library',
    severity: 'error',
    comment: 'A pure folder imports a package or a part of Node. The core computes with its own code only.',
    from: { path: folder(...PURE), ...notTests },
    to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
  },
  ...EDGES.map((name): IForbiddenRuleType => ({
    name: `${name}-stands-alone`,
    severity: 'error',
    comment: `src/${name} imports another edge. Edges meet only in src/app; types of src/api/contract and the ports of src/telemetry are free.`,
    from: { path: folder(name), ...notTests },
    to: {
      path: folder(...EDGES.filter((other) => other !== name), ...WIRING),
      pathNot: '^src/(telemetry|api/contract)/',
    },
  })),
  {
    name: 'app-knows-no-bin',
    severity: 'error',
    comment: 'src/bin is the thin outermost layer; what app needs of it belongs in app.',
    from: { path: folder('app') },
    to: { path: folder('bin') },
  },
  {
    name: 'page-knows-the-contract',
    severity: 'error',
    comment:
      'The page imports src/api/contract (types) and the pure language for its editor; everything else comes over HTTP.',
    from: { path: '^web/src/' },
    to: { path: '^src/', pathNot: '^src/(api/contract|kernel|market|indicators|conditions)/' },
  },
  {
    name: 'no-cycle',
    severity: 'error',
    comment: 'These files import each other in a circle. Move what they share into a file of its own.',
    from: {},
    to: { circular: true },
  },
];
