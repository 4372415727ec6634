/**
 * The editor of a condition: colours, completion and help from the language itself, errors under the very word.
 * It lives in a shadow root, where CodeMirror uses constructed style sheets: the page's policy allows no style elements.
 */
import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { ConditionContext } from '../../../src/conditions/context.ts';
import { hover } from '../../../src/conditions/hover.ts';
import type { ConditionProblem } from '../api/problem.ts';
import type { Language } from '../settings/settings.ts';
import { completionsAt } from './completions.ts';
import { highlighting } from './highlighting.ts';
import { rangeOf } from './error-range.ts';
import { editorTheme } from './editor-theme.ts';

export interface ConditionFieldProps {
  readonly value: string;
  readonly label: string;
  readonly example: string;
  readonly language: Language;
  readonly context: ConditionContext;
  readonly error: ConditionProblem | null;
  /** For a new alert: the next thing typed is its condition. */
  readonly autoFocus: boolean;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
}

export default function ConditionField(props: ConditionFieldProps) {
  const { value, error, label, example, autoFocus } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);

  const changed = useEffectEvent(props.onChange);
  const submit = useEffectEvent(props.onSubmit);
  const current = useEffectEvent(() => props.value);
  const completions = useEffectEvent(({ state, pos, explicit }: CompletionContext) =>
    completionsAt({ source: state.doc.toString(), offset: pos, explicit }, props.context, props.language),
  );
  const help = useEffectEvent((source: string, offset: number) => {
    const found = hover(source, offset);
    return found === null ? null : { ...found, text: found.text[props.language] };
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: current(),
        extensions: [
          history(),
          closeBrackets(),
          highlighting,
          editorTheme,
          EditorView.lineWrapping,
          placeholder(example),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          autocompletion({
            override: [(context) => completions(context)],
            icons: false,
            defaultKeymap: false,
          }),
          hoverTooltip((editor, at) => {
            const found = help(editor.state.doc.toString(), at);
            return found === null
              ? null
              : { pos: found.from, end: found.to, create: () => tooltip(found.title, found.text) };
          }),
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  submit();
                  return true;
                },
              },
            ]),
          ),
          // Tab stays with the page: completion is accepted with Enter, so that nobody is caught in the editor.
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    if (autoFocus) {
      made.focus();
      made.dispatch({ selection: { anchor: made.state.doc.length } });
    }
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [label, example, autoFocus]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const source = editor.state.doc.toString();
    const diagnostics =
      error === null || source === ''
        ? []
        : [{ ...rangeOf(source, error), severity: 'error' as const, message: error.message }];
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [error, value]);

  return <div ref={host} className="condition-field" data-invalid={error !== null && value !== ''} />;
}

function tooltip(title: string, text: string) {
  const dom = document.createElement('div');
  dom.className = 'cm-help';
  const name = document.createElement('b');
  name.textContent = title;
  dom.append(name, ` ${text}`);
  return { dom };
}
