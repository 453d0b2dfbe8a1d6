// The upper halves of ISO/IEC 8859, each as its differences from 8859-1. Source: the mapping tables of ISO/IEC 8859.
// `b7:2c7` puts U+02C7 at B7, `a1:401*12` twelve code points in a row, `a5:-` leaves A5 undefined.

const DIFFERENCES: Readonly<Record<number, string>> = {
  1: '',
  2:
    'a1:104 a2:2d8 a3:141 a5:13d a6:15a a9:160 aa:15e ab:164 ac:179 ae:17d af:17b b1:105 b2:2db b3:142 b5:13e b6:15b ' +
    'b7:2c7 b9:161 ba:15f bb:165 bc:17a bd:2dd be:17e bf:17c c0:154 c3:102 c5:139 c6:106 c8:10c ca:118 cc:11a cf:10e ' +
    'd0:110 d1:143 d2:147 d5:150 d8:158 d9:16e db:170 de:162 e0:155 e3:103 e5:13a e6:107 e8:10d ea:119 ec:11b ef:10f ' +
    'f0:111 f1:144 f2:148 f5:151 f8:159 f9:16f fb:171 fe:163 ff:2d9',
  3:
    'a1:126 a2:2d8 a5:- a6:124 a9:130 aa:15e ab:11e ac:134 ae:- af:17b b1:127 b6:125 b9:131 ba:15f bb:11f bc:135 be:- ' +
    'bf:17c c3:- c5:10a c6:108 d0:- d5:120 d8:11c dd:16c de:15c e3:- e5:10b e6:109 f0:- f5:121 f8:11d fd:16d fe:15d ' +
    'ff:2d9',
  4:
    'a1:104 a2:138 a3:156 a5:128 a6:13b a9:160 aa:112 ab:122 ac:166 ae:17d b1:105 b2:2db b3:157 b5:129 b6:13c b7:2c7 ' +
    'b9:161 ba:113 bb:123 bc:167 bd:14a be:17e bf:14b c0:100 c7:12e c8:10c ca:118 cc:116 cf:12a d0:110 d1:145 d2:14c ' +
    'd3:136 d9:172 dd:168 de:16a e0:101 e7:12f e8:10d ea:119 ec:117 ef:12b f0:111 f1:146 f2:14d f3:137 f9:173 fd:169 ' +
    'fe:16b ff:2d9',
  5: 'a1:401*12 ae:40e*66 f0:2116 f1:451*12 fd:a7 fe:45e*2',
  6: 'a1:-*3 a5:-*7 ac:60c ae:-*13 bb:61b bc:-*3 bf:61f c0:- c1:621*26 db:-*5 e0:640*19 f3:-*13',
  7: 'a1:2018*2 a4:20ac a5:20af aa:37a ae:- af:2015 b4:384*3 b8:388*3 bc:38c be:38e*20 d2:- d3:3a3*44 ff:-',
  8: 'a1:- aa:d7 ba:f7 bf:-*32 df:2017 e0:5d0*27 fb:-*2 fd:200e*2 ff:-',
  9: 'd0:11e dd:130 de:15e f0:11f fd:131 fe:15f',
  10:
    'a1:104 a2:112 a3:122 a4:12a a5:128 a6:136 a8:13b a9:110 aa:160 ab:166 ac:17d ae:16a af:14a b1:105 b2:113 b3:123 ' +
    'b4:12b b5:129 b6:137 b8:13c b9:111 ba:161 bb:167 bc:17e bd:2015 be:16b bf:14b c0:100 c7:12e c8:10c ca:118 cc:116 ' +
    'd1:145 d2:14c d7:168 d9:172 e0:101 e7:12f e8:10d ea:119 ec:117 f1:146 f2:14d f7:169 f9:173 ff:138',
  13:
    'a1:201d a5:201e a8:d8 aa:156 af:c6 b4:201c b8:f8 ba:157 bf:e6 c0:104 c1:12e c2:100 c3:106 c6:118 c7:112 c8:10c ' +
    'ca:179 cb:116 cc:122 cd:136 ce:12a cf:13b d0:160 d1:143 d2:145 d4:14c d8:172 d9:141 da:15a db:16a dd:17b de:17d ' +
    'e0:105 e1:12f e2:101 e3:107 e6:119 e7:113 e8:10d ea:17a eb:117 ec:123 ed:137 ee:12b ef:13c f0:161 f1:144 f2:146 ' +
    'f4:14d f8:173 f9:142 fa:15b fb:16b fd:17c fe:17e ff:2019',
  14:
    'a1:1e02*2 a4:10a*2 a6:1e0a a8:1e80 aa:1e82 ab:1e0b ac:1ef2 af:178 b0:1e1e*2 b2:120*2 b4:1e40*2 b7:1e56 b8:1e81 ' +
    'b9:1e57 ba:1e83 bb:1e60 bc:1ef3 bd:1e84*2 bf:1e61 d0:174 d7:1e6a de:176 f0:175 f7:1e6b fe:177',
  15: 'a4:20ac a6:160 a8:161 b4:17d b8:17e bc:152*2 be:178',
}

export const UNDEFINED_CHARACTER = '\ufffd'

const RUN = /^(..):(-|[0-9a-f]+)(?:\*(\d+))?$/

const built = new Map<number, readonly string[]>()

/** 256 characters by byte, or undefined for a part that does not exist (12, 16 and higher). */
export function latinPart(part: number): readonly string[] | undefined {
  const differences = DIFFERENCES[part]
  if (differences === undefined) return undefined
  // Kept: building one takes longer than reading the message it is for.
  const characters = built.get(part) ?? buildPart(differences)
  built.set(part, characters)
  return characters
}

function buildPart(differences: string): readonly string[] {
  const characters = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  for (const run of differences.split(' ')) {
    const [, at = '', code = '', length = '1'] = RUN.exec(run) ?? []
    if (at === '') continue
    for (let step = 0; step < Number(length); step++) {
      const character = code === '-' ? UNDEFINED_CHARACTER : String.fromCharCode(Number.parseInt(code, 16) + step)
      characters[Number.parseInt(at, 16) + step] = character
    }
  }
  return characters
}
