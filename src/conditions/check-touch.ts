/** `touches`, `breaks` and `bounces`: a subject against a level, with how near and how far. */
import type { ExpressionNode, PredicateNode } from './ast.ts';
import {
  checkExpression,
  checkPair,
  checkSides,
  checkStep,
  type Measured,
  refuseConstant,
} from './check-expression.ts';
import { ConditionFault, excerpt, unexpected } from './fault.ts';
import type { Condition, Expression } from './resolved.ts';
import { type Checking, openScope, type Scope } from './scope.ts';

const NONE: Expression = { type: 'number', value: 0 };

export function checkTouch(checking: Checking, node: PredicateNode & { readonly type: 'touch' }): Condition {
  const { relation, direction } = node;
  const amounts = [node.tolerance, node.distance].filter((amount) => amount !== null);
  const scope = openScope(checking, [node.subject, node.level, ...amounts], null);
  const [subject, level] = checkSides(checking, scope, { left: node.subject, right: node.level });
  refuseConstant(checking, subject);
  const { quanta } = checkPair(checking, subject, level);
  const near = amount(checking, node.tolerance, { scope, subject });
  const far = amount(checking, node.distance, { scope, subject });
  const sides = { relation, direction, subject: subject.expression, level: level.expression, quanta };
  if (relation === 'breaks') return { type: 'touch', ...sides, tolerance: far, distance: far };
  if (relation === 'bounces') refuseSmallBounce(checking, node, [near, far]);
  return { type: 'touch', ...sides, tolerance: near, distance: relation === 'bounces' ? far : near };
}

function amount(
  checking: Checking,
  node: ExpressionNode | null,
  { scope, subject }: { readonly scope: Scope; readonly subject: Measured },
): Expression {
  if (node === null) return NONE;
  const measured = checkExpression(checking, scope, node, subject.measure.instrument);
  const { expression } = measured;
  if (expression.type === 'number' && !(expression.value > 0))
    throw new ConditionFault('type', node, unexpected(checking.source, node, { key: 'positiveAmount' }));
  checkStep(checking, subject, measured);
  return expression;
}

/** What is still a touch is no bounce. */
function refuseSmallBounce(
  checking: Checking,
  node: PredicateNode & { readonly type: 'touch' },
  [near, far]: readonly [Expression, Expression],
): void {
  if (near.type !== 'number' || far.type !== 'number' || far.value > near.value) return;
  const at = node.distance ?? node;
  throw new ConditionFault('type', at, { key: 'bounceTooSmall', text: excerpt(checking.source, at) });
}
