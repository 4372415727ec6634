/** Japanese for the reasons of test/vectors/departures.ts. */
export const REASONS_JA: Readonly<Record<string, string>> = {
  'gives values of partial windows, and later stages seeded by them':
    '満ちていない窓の値を出し、それを次の段の初期値にする',
  'seeds with n − 1 values and no n-th; agrees only once the seed has faded':
    'n 個目を使わず n − 1 個で始める。初期値の影響が消えて初めて一致する',
  'counts both movements when high and low move by the same amount; Wilder and TA-Lib count neither':
    '高値と安値が同じ幅だけ動いたとき両方を数える。ワイルダーと TA-Lib はどちらも数えない',
  'takes 0.15 and 0.075 for the weights 2/13 and 2/27 of MACD(12, 26)':
    'MACD(12, 26) の重み 2/13 と 2/27 の代わりに 0.15 と 0.075 を使う',
  'is the older channel: SMA of the typical price and the plain mean of true ranges':
    '古い形のチャネル（代表値の SMA と真の値幅の単純平均）である',
  'contradicts the values its own library asserts (psar.spot), with which we agree':
    '同じライブラリが検査する値（psar.spot）と矛盾する。当方は後者と一致する',
  'takes the last bit of a typical price for a move (candle 793); TA-Lib agrees with us':
    '代表値の最下位ビットの差を値動きとみなす（793 本目）。TA-Lib は当方と一致する',
  'divides by the newer value, not by the one it changed from': '変化前ではなく変化後の値で割る',
  'seeds every stage by its first value at once; too short for the seed to fade':
    '全段を最初の値で同時に始める。初期値の影響が消えるには短い',
  'is shorter than its period': '期間より短い',
  'takes the first price for a change, from zero': '最初の価格を 0 からの変化とみなす',
  'calls a body of a thousandth of the price a doji, however large the candles are':
    '足の大きさによらず、実体が価格の千分の一なら同事線とする',
  'ends one of its fourteen legs at 259.16, a candle after the lowest close of it, 257.83':
    '14 区間のうち 1 つを、最安の終値 257.83 の次の足 259.16 で終える',
  'takes a morning star’s third candle of any size; TA-Lib wants one larger than usual':
    '明けの明星の三本目の大きさを問わない。TA-Lib は普段より大きいことを求める',
  'seeds with a price, not with a value; too short for the seed to fade':
    '値ではなく価格で始める。初期値の影響が消えるには短い',
  'is a test of the cache: the values belong to other candles':
    'キャッシュのテストで、値は別の足のものである',
  'shows its seed one candle early, before the n-th value is in': 'n 個目が揃う前に、初期値を 1 本早く出す',
  'shows its seed, a price': '初期値である価格を出す',
  'takes high − low for the first true range': '最初の真の値幅を高値 − 安値とする',
  'gives 0 for the value before the first': '最初の値の前の値として 0 を出す',
  'was written down from a longer history': 'より長い履歴の途中から書かれている',
  'writes 0 before its first value': '最初の値が出るまで 0 を書く',
  'shows the line before the slow period is complete': '長期の期間が満ちる前に線を出す',
  'shows no line before the slowest of its lines is known': '最も遅い線が出るまで、どの線も出さない',
  'waits for two windows, though it uses one': '使う窓は一つだが、二つ分待つ',
  'leaves out the first value': '最初の値を省く',
  'was written down from the 180th month on': '180 か月目から書かれている',
  'shows nothing for the first candle': '最初の足では何も出さない',
  'was written down from the 150th candle on': '150 本目から書かれている',
  'seeds the second stage by its first value': '二段目を最初の値で始める',
  'seeds the later stages by their first values': '二段目以降を最初の値で始める',
  'seeds with a price, not with a value': '値ではなく価格で始める',
  'begins from another stop': '別のストップ値から始まる',
  'begins in another direction, and at candle 1084 does not turn though the price touches the stop':
    '逆の向きから始まり、1084 本目では価格がストップに触れても転換しない',
  'begins in another direction': '逆の向きから始まる',
  'is a test of the cache: the values are its length': 'キャッシュの試験であり、値はその長さです',
  'begins at zero, not at a price; too short for that to fade':
    '価格ではなく 0 から始まり、その影響が消えるには短すぎます',
  'shows the signal from its first value on': 'シグナルを最初の値から示します',
  'measures the first falls from the highest price so far': '最初の下落をそれまでの最高の価格から測ります',
};
