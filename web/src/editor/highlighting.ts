/** Colours from the language's own tokens. A source has 2 kB at most, so the whole text is read anew at every change. */
import { RangeSetBuilder, type EditorState, type Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { Decoration, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tokenize, type HighlightKind } from '../../../src/conditions/tokenize.ts';

const marks = new Map<HighlightKind, Decoration>();

function markOf(kind: HighlightKind): Decoration {
  const known = marks.get(kind);
  if (known !== undefined) return known;
  const made = Decoration.mark({ class: `tok-${kind}` });
  marks.set(kind, made);
  return made;
}

function colour(state: EditorState): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of tokenize(state.doc.toString()))
    if (from < to) builder.add(from, to, markOf(kind));
  return builder.finish();
}

class Colours {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = colour(view.state);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) this.decorations = colour(update.state);
  }
}

export const highlighting: Extension = ViewPlugin.fromClass(Colours, {
  decorations: (plugin) => plugin.decorations,
});
