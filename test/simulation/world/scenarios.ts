/**
 * Worlds that once showed a flaw of the product, made short: kept for ever, by what they showed. `npm run simulate --
 * --scenarios` runs them; each is a test of its own in `simulation.test.ts`.
 *
 * Each has its script written out, because a number alone is another world as soon as there is more that can happen.
 */

import type { Script, Step } from './script.ts';

export interface Scenario {
  readonly name: string;
  /** Of everything that the script does not say: how long things take, in which order they arrive. */
  readonly seed: number;
  readonly script: Script;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'R22 R36 what two people bring back after a restored backup is there once, on a slow disk',
    seed: 2000280,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: true, hasEditors: true, secondTabs: 0 },
      endsAtMs: 11288,
      isLong: false,
      isDamaged: false,
      rare: { FRAME_BYTES_A_TURN_MAX: 1, COMPACT_IDLE_MS: 1 },
      steps: [
        step(410, 'types', 'ann', 1388570684),
        step(725, 'deletes', 'bob', 994221233),
        step(1103, 'deletes', 'bob', 1614017943),
        step(2410, 'backup restored', 'ann', 2553225712),
        step(2636, 'types', 'ann', 826464994),
        step(4613, 'types', 'bob', 1427051610),
        step(5604, 'deletes', 'ann', 4247424802),
        step(6588, 'tab closed', 'bob', 4232523358),
        step(6798, 'disk slow', 'ann', 2733958155),
      ],
    },
  },
  {
    name: 'R22 R36 what two people bring back after a restored backup is there once, in a large room',
    seed: 8387,
    script: {
      cast: { editors: 3, readers: 0, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 0 },
      endsAtMs: 30818,
      isLong: false,
      isDamaged: false,
      rare: { MOVE_LOOK_MS: 1, JOIN_COMPACTIONS: 1 },
      steps: [
        step(2274, 'types', 'cem', 1520075956),
        step(2411, 'types fast', 'ann', 4290584201),
        step(3044, 'types', 'ann', 3844593554),
        step(3744, 'types fast', 'bob', 1117393408),
        step(4255, 'types', 'cem', 1684351080),
        step(4591, 'types', 'ann', 2252323591),
        step(6154, 'page wakes up', 'cem', 3814296384),
        step(6653, 'backup restored', 'ann', 2887471111),
        step(7081, 'types', 'bob', 25962584),
        step(7287, 'types fast', 'bob', 987392254),
        step(7788, 'types', 'ann', 667383566),
        step(9082, 'role taken', 'ann', 2523971358),
        step(9238, 'works in the editor', 'bob', 2127573502),
        step(9669, 'works in the editor', 'ann', 3896835393),
        step(10141, 'works in the editor', 'ann', 2066811975),
        step(11120, 'types', 'cem', 1350048123),
        step(12628, 'moves the caret', 'cem', 434017805),
        step(13086, 'works in the editor', 'ann', 1690920558),
      ],
    },
  },
  {
    name: 'R22 R36 what somebody goes on with after a restored backup is there once',
    seed: 8527,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 0 },
      endsAtMs: 9739,
      isLong: false,
      isDamaged: false,
      rare: {},
      steps: [
        step(536, 'types fast', 'ann', 2727834393),
        step(675, 'backup restored', 'bob', 3285651155),
        step(1469, 'disk slow', 'bob', 4043594564),
        step(1661, 'types', 'ann', 2458242199),
        step(2557, 'works in the editor', 'ann', 1998072507),
        step(2854, 'backup restored', 'ann', 2191277994),
      ],
    },
  },
  {
    name: 'R24 R36 whoever comes back after a restored backup is shown',
    seed: 8031,
    script: {
      cast: { editors: 3, readers: 0, documents: 1, hasTokens: true, hasEditors: true, secondTabs: 0 },
      endsAtMs: 5822,
      isLong: false,
      isDamaged: true,
      rare: {},
      steps: [step(3724, 'backup restored', 'ann', 1929004870), step(3794, 'types', 'cem', 701730466)],
    },
  },
  {
    name: 'R8 R24 a reader of whose backlog nothing waits is told who has left',
    seed: 374,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 1 },
      endsAtMs: 7913,
      isLong: false,
      isDamaged: false,
      rare: { FAN_OUT_EAGER_PER_S: 1, CHECKPOINT_IDLE_MS: 4000, SEND_BUFFER_BYTES_MAX: 100 },
      steps: [
        step(4123, 'works in the editor', 'bob', 101629937),
        step(5159, 'deletes', "ann's second tab", 948118939),
        step(5759, 'types', 'ann', 2467900722),
        step(5797, 'types fast', 'ann', 618799721),
        step(7839, 'works in the editor', "ann's second tab", 3322787660),
      ],
    },
  },
  {
    name: 'R22 whoever counts as somebody else while their words wait for a full disk has them there once',
    seed: 30002,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: false, hasEditors: false, secondTabs: 0 },
      endsAtMs: 7415,
      isLong: false,
      isDamaged: false,
      rare: {},
      steps: [
        step(1568, 'disk full', 'bob', 3033899486),
        step(1657, 'types', 'bob', 199574188),
        step(1916, 'cookie lost', 'bob', 3113584372),
      ],
    },
  },
  {
    name: 'R22 whom a stock program has heard of comes back under their own id with what was never sent',
    seed: 5000307,
    script: {
      cast: { editors: 4, readers: 1, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 1 },
      endsAtMs: 28120,
      isLong: false,
      isDamaged: false,
      rare: { RECONNECT_WINDOW_FIRST_MS: 1, SEND_BUFFER_BYTES_MAX: 1000, FAREWELL_MS: 1, COMPARE_MS: 5000 },
      steps: [
        step(7671, 'tab closed', 'bob', 4134805771),
        step(8686, 'types', 'dora', 3249802525),
        step(9860, 'stock program', 'eli', 435484498),
        step(18618, 'disk full', "ann's second tab", 3404485601),
        step(18732, 'reader stalls', 'bob', 3022877078),
        step(19021, 'works in the editor', 'cem', 1352268584),
        step(20072, 'emboldens', 'bob', 797319335),
        step(20850, 'types fast', 'ann', 2410606682),
      ],
    },
  },
  {
    name: 'R23 R29 what a tab hears of another before the server has told it the rest is handed on, and called saved only then',
    seed: 100041309,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: false, hasEditors: true, secondTabs: 2 },
      endsAtMs: 9990,
      isLong: true,
      isDamaged: true,
      rare: { COMPACT_RECORDS: 20, MOVE_WATCH_MS: 100, COMPARE_MS: 5000, DRAIN_MS: 1, FRAMES_A_TURN_MAX: 2 },
      steps: [
        step(7680, 'types fast', "bob's second tab", 1093966958),
        step(8381, 'types', "ann's second tab", 1751786057),
        step(8386, 'line dies silently', "ann's second tab", 3406572289),
      ],
    },
  },
  {
    name: 'R22 whoever hands over that something was deleted which never came has forged nothing',
    seed: 100051961,
    script: {
      cast: { editors: 3, readers: 0, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 0 },
      endsAtMs: 7562,
      isLong: false,
      isDamaged: true,
      rare: {},
      steps: [
        step(954, 'line reset', 'cem', 2392346864),
        step(1390, 'disk fails', 'cem', 394394783),
        step(1762, 'works in the editor', 'ann', 1167083941),
        step(3001, 'works in the editor', 'bob', 2069834374),
        step(3711, 'types', 'cem', 1491237188),
        step(6172, 'deletes', 'cem', 1962375088),
        step(6180, 'types', 'cem', 664468109),
        step(7335, 'server stopped', 'bob', 1812721553),
      ],
    },
  },
  {
    name: 'R24 whoever comes back to the server sees at once who is here',
    seed: 100079757,
    script: {
      cast: { editors: 2, readers: 1, documents: 1, hasTokens: false, hasEditors: true, secondTabs: 1 },
      endsAtMs: 7081,
      isLong: false,
      isDamaged: false,
      rare: { PRESENCE_TICK_MS: 1000 },
      steps: [
        step(1256, 'line dies silently', "ann's second tab", 2697194412),
        step(2280, 'types', 'ann', 3181272368),
        step(4061, 'types', 'cem', 3930036748),
      ],
    },
  },
  {
    name: 'R24 a reader whose page woke up while the disk was slow sees at once who is here',
    seed: 100088014,
    script: {
      cast: { editors: 3, readers: 1, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 2 },
      endsAtMs: 4446,
      isLong: false,
      isDamaged: false,
      rare: {},
      steps: [
        step(1884, 'types fast', 'ann', 225684528),
        step(2319, 'disk slow', 'dora', 874082298),
        step(2473, 'types', 'dora', 1245543991),
        step(4093, 'deletes', 'cem', 1375646526),
        step(4291, 'page wakes up', 'dora', 2983349016),
      ],
    },
  },
  {
    name: 'R25 R36 what only a reader still has after a restored backup stays with the reader',
    seed: 100043206,
    script: {
      cast: { editors: 3, readers: 1, documents: 2, hasTokens: false, hasEditors: false, secondTabs: 0 },
      endsAtMs: 19972,
      isLong: false,
      isDamaged: false,
      rare: {},
      steps: [
        step(7912, 'backup restored', 'bob', 4115813735),
        step(9930, 'line cut', 'bob', 4179750780),
        step(11416, 'types fast', 'cem', 1801236555),
        step(13200, 'role taken', 'bob', 2574048417),
        step(18602, 'tab closed', 'cem', 2716808440),
      ],
    },
  },
  {
    name: 'R25 R36 what only a reader knows to be deleted after a restored backup stays with the reader',
    seed: 100050334,
    script: {
      cast: { editors: 2, readers: 1, documents: 1, hasTokens: false, hasEditors: true, secondTabs: 0 },
      endsAtMs: 8958,
      isLong: false,
      isDamaged: true,
      rare: { RUN_PAUSE_MS: 1, PIECE_BYTES: 40, COMPARE_MS: 5000, CHECKPOINT_IDLE_MS: 4000 },
      steps: [
        step(1173, 'backup restored', 'cem', 2561146013),
        step(7583, 'types fast', 'ann', 1683442513),
        step(8022, 'device refuses', 'bob', 3121375588),
        step(8176, 'tab closed', 'ann', 3035232390),
      ],
    },
  },
  {
    name: 'R8 a reader for whom the list of who is here is too much at once gets everything else, and rest',
    seed: 100043373,
    script: {
      cast: { editors: 3, readers: 0, documents: 1, hasTokens: false, hasEditors: false, secondTabs: 1 },
      endsAtMs: 6311,
      isLong: true,
      isDamaged: false,
      rare: { MOVE_LOOK_MS: 1, UNCONFIRMED_BYTES_MAX: 200, SEND_BUFFER_BYTES_MAX: 100 },
      steps: [
        step(827, 'types fast', "ann's second tab", 2637521415),
        step(1741, 'types', "ann's second tab", 2549431673),
      ],
    },
  },
  {
    name: 'R8 R36 whoever comes back with little room for what waits gets everything, and rest',
    seed: 100059954,
    script: {
      cast: { editors: 3, readers: 1, documents: 2, hasTokens: true, hasEditors: false, secondTabs: 0 },
      endsAtMs: 4467,
      isLong: false,
      isDamaged: false,
      rare: {
        KEEP_ALIVE_MS: 2000,
        SEND_BUFFER_BYTES_MAX: 100,
        MOVE_WATCH_MS: 100,
        PIECE_BYTES: 40,
        COMPACT_RECORDS_MAX: 7,
      },
      steps: [
        step(358, 'types fast', 'bob', 1548887819),
        step(2341, 'backup restored', 'ann', 1289446037),
        step(2363, 'works in the editor', 'bob', 2331057167),
        step(2552, 'role taken', 'ann', 128160317),
        step(4419, 'deletes', 'bob', 3173340178),
      ],
    },
  },
  {
    name: 'R24 a reader whose line was reset is seen by whoever comes later, beside a stock program',
    seed: 100004106,
    script: {
      cast: { editors: 3, readers: 1, documents: 2, hasTokens: true, hasEditors: true, secondTabs: 1 },
      endsAtMs: 7239,
      isLong: false,
      isDamaged: true,
      rare: {},
      steps: [step(174, 'stock program', 'ann', 1078742985), step(414, 'line reset', 'dora', 3327640420)],
    },
  },
  {
    name: 'R24 whoever comes back speaks for themselves again, beside a stock program that repeated what it heard of them',
    seed: 100019919,
    script: {
      cast: { editors: 3, readers: 0, documents: 1, hasTokens: true, hasEditors: false, secondTabs: 0 },
      endsAtMs: 2308,
      isLong: false,
      isDamaged: false,
      rare: { MOVE_WATCH_MS: 100, FRAMES_A_TURN_MAX: 2, RECONNECT_WINDOW_FIRST_MS: 1 },
      steps: [
        step(166, 'disk full', 'ann', 403255453),
        step(1227, 'types', 'cem', 604419698),
        step(1541, 'types fast', 'bob', 3510291498),
        step(1796, 'stock program', 'ann', 2031964498),
      ],
    },
  },
  {
    name: 'R24 a tab that ended without a word is not shown by the other tab for ever, although the clock was set back',
    seed: 200002248,
    script: {
      cast: { editors: 2, readers: 0, documents: 1, hasTokens: false, hasEditors: false, secondTabs: 2 },
      endsAtMs: 8018,
      isLong: false,
      isDamaged: false,
      rare: {},
      steps: [
        step(5924, 'server killed', 'ann', 829533747),
        step(6840, 'tab killed', "ann's second tab", 4116223025),
        step(7906, "page's clock jumps", 'ann', 3390664967),
      ],
    },
  },
];

function step(atMs: number, act: Step['act'], who: string, seed: number): Step {
  return { atMs, act, who, seed };
}
