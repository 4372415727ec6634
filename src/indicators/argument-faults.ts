/** What can be wrong with the arguments of an indicator, by key, with what is filled into the sentence (conditions/sentences). */
import type { Said } from '../kernel/sentence.ts';

export type ArgumentFault = Said<ArgumentFaults>;

export interface ArgumentFaults {
  argumentWithoutPlace: { indicator: string; argument: number; signature: string };
  argumentOutOfRange: {
    indicator: string;
    parameter: string;
    isWhole: boolean;
    min: number;
    max: number;
    argument: number | string;
  };
  argumentUnknown: { indicator: string; argument: string; choices: readonly string[] };
  argumentTwice: { indicator: string; parameter: string; argument: string };
  argumentsInConflict: { call: string; conflict: ParameterConflict };
}

/** `lesser` has to be less than `greater`, or may be as much. */
export interface ParameterConflict {
  readonly lesser: string;
  readonly greater: string;
  readonly mayBeEqual: boolean;
}
