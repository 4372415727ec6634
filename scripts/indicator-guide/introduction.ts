/** What stands before the list, by language. */
export const INTRODUCTION = {
  en: (count: number) => `# Indicators

${count} indicators, all of them operands of the [condition language](conditions.md). [日本語版](indicators.ja.md)

<!-- Made by npm run docs:indicators from the catalog and a run of the conformance tests; edit those, not this file. -->

\`\`\`condition
rsi(14)@M15 < 30 and close@H1 > bb(20, 2).upper
\`\`\`

Numbers go by position, words by meaning and may stand anywhere: \`ema(20, first, hl2)\`. What is left out takes its default. The first output is
the one meant when none is named. Everything is of the last **closed** candle; \`live\` after the timeframe asks what the value would be if the
candle closed now, and changes nothing.

## What "known" means

A value is unknown until its formula is complete, and then known from that candle on; the list says after how many candles with the default
parameters. EMA, RSI, ATR, ADX and whatever else is recursive depends on where the history begins: with the history of a chart the values
agree with the chart, shortly after the first known value they may still differ a little. A candle that is not of finite numbers is never
counted as one: windows that hold it are unknown, recursive means pass over it.

## Volume

\`volume\` is what the feed has: with most FX feeds the number of ticks. A candle whose volume is 0 has none, as something was quoted in it:
histories of some feeds and many files are like that. To indicators that need volume (the list says which) such a candle is one of
unknown numbers: they are unknown while a window holds it, running sums and means pass over it, and nothing is ever made of 0. So \`mfi(14)\` after a
start from such a history is unknown until 14 candles with volume have closed. \`fxalert indicator\` warns when a file has no volume.

## Patterns

A pattern is 1 on the candle that completes a bullish one, −1 a bearish one, 0 otherwise; patterns without a side (doji, inside bar) are 1:

\`\`\`condition
engulfing@H1 = 1
\`\`\`

A bullish engulfing has just closed on H1. \`= -1\` is the bearish one, \`!= 0\` either. Whether a fall came before is for another condition to say:

\`\`\`condition
hammer@H4 = 1 and close@H4 < ema(50)@H4
\`\`\`

FX opens where it closed, so textbook gaps hardly ever happen. Patterns that want one ask by default for what is left of it; the word \`gapped\` is
the textbook, as TA-Lib has it:

\`\`\`condition
morning_star(gapped)@D1 = 1
\`\`\`

Long and short bodies are measured by the 10 candles before.

## Pivots

\`\`\`condition
close@M15 crosses above pivots.r1@D1
\`\`\`

The levels are made of the last closed candle of the operand's timeframe: \`@D1\` of yesterday (17:00 to 17:00 New York), \`@W1\` of last week. The
kind is a word:

\`\`\`condition
close@H1 is rising for 3 bars and bid crosses below pivots(camarilla).s3@D1
\`\`\`

An output that a kind does not have, such as \`r2\` of \`demark\`, is refused.

## Where the values come from

Each indicator has a slow second implementation written for reading (test/oracles), with which it agrees on random series, parameters and words.
Beside that stand values from outside: files of published and computed values ("vectors", named by library and file), and libraries from
npm on random series. Where we depart from a source, the list says from which file and why; the test makes sure that it does differ.

## The list
`,
  ja: (count: number) => `# 指標

${count} 個の指標があり、すべて[条件言語](conditions.ja.md)の中で使えます。[English](indicators.md)

<!-- Made by npm run docs:indicators from the catalog and a run of the conformance tests; edit those, not this file. -->

\`\`\`condition
rsi(14)@M15 < 30 and close@H1 > bb(20, 2).upper
\`\`\`

数値は順番で、語は意味で決まり、語はどこに置いてもかまいません：\`ema(20, first, hl2)\`。書かなければ既定値です。出力名を書かなければ最初の出力を指します。
値はすべて直近に**確定**した足のものです。時間足のあとに \`live\` と書くと、今その足が確定したとしたらの値になり、指標の状態は変わりません。

## 値が「ある」とは

式に必要な足が揃うまで値は不明で、揃った足から値が出ます。一覧には既定のパラメーターで何本目からかを示します。EMA、RSI、ATR、ADX など再帰的なものは
履歴の始まりに依存します。チャートと同じ履歴があればチャートと一致し、値が出始めた直後は少し異なることがあります。有限の数でない足は足として数えません。
それを含む窓は不明になり、再帰的な平均はそれを飛ばします。

## 出来高

\`volume\` はフィードのもので、多くの FX フィードではティック数です。足があるのは何かが提示されたからなので、出来高 0 の足は「出来高がない」足です。一部の
フィードの履歴や多くのファイルがそうです。出来高を必要とする指標（一覧に示します）にとって、そのような足は数値が不明な足です。窓がそれを含む間は不明になり、累計や
再帰的な平均はそれを飛ばし、0 から値を作ることはありません。そのような履歴から始めた \`mfi(14)\` は、出来高のある足が 14 本確定するまで不明です。ファイルに
出来高がなければ \`fxalert indicator\` が警告します。

## ローソク足のパターン

パターンは、買いの形が完成した足で 1、売りの形で −1、それ以外は 0 です。向きのないもの（同事線、インサイドバー）は 1 です。

\`\`\`condition
engulfing@H1 = 1
\`\`\`

1 時間足で陽の包み足が確定したところです。\`= -1\` は陰の包み足、\`!= 0\` はどちらか。その前に下げたかどうかは別の条件で書きます。

\`\`\`condition
hammer@H4 = 1 and close@H4 < ema(50)@H4
\`\`\`

FX は前の終値で始まるため、教科書どおりの窓はほとんど開きません。窓を求めるパターンは既定では残りの形だけを求め、\`gapped\` と書くと TA-Lib と同じ教科書どおりに
なります。

\`\`\`condition
morning_star(gapped)@D1 = 1
\`\`\`

実体の大小は前の 10 本で測ります。

## ピボット

\`\`\`condition
close@M15 crosses above pivots.r1@D1
\`\`\`

水準は、その時間足で直近に確定した足から作ります。\`@D1\` は昨日（ニューヨーク 17:00 から 17:00）、\`@W1\` は先週です。種類は語で指定します。

\`\`\`condition
close@H1 is rising for 3 bars and bid crosses below pivots(camarilla).s3@D1
\`\`\`

\`demark\` の \`r2\` のように、その種類にない出力は拒否されます。

## 値の裏付け

どの指標にも、読むために書いた低速の第二実装（test/oracles）があり、乱数の系列、パラメーター、語で一致します。そのほかに外部の値があります。公表または計算された
値のファイル（「検証値」、ライブラリ名とファイル名で示します）と、乱数系列での npm ライブラリです。異なる場合はどのファイルとなぜ異なるかを書き、実際に異なることを
テストが確かめます。

## 一覧
`,
} as const;
