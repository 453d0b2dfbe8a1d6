// What is known of a workstation's signing key without opening it, and what should be mended. Facts are read here, judged below.
import { readFileSync } from 'node:fs'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { parsePayload } from '../../host/ledger/chain-check.ts'
import { GENESIS_KIND, KEY_ROTATED_KIND } from '../../host/ledger/entry.ts'
import { beginKeyChain, keyInForce, reduceKeyChain } from '../../host/ledger/key-chain.ts'
import { findKeyPlace, type KeyPlace } from '../../host/ledger/key-files.ts'
import { openReadOnly } from '../../host/ledger/read-only.ts'
import { createRecordSource, type RecordSource } from '../../host/ledger/record-source.ts'
import { decodePrivateKey } from '../../host/ledger/signing-key.ts'
import { attempt } from '../../host/ledger/store-failure.ts'
import { words, type Words } from '../doctor/finding.ts'

/** Of the record; undefined where it names no key. */
export interface KeyInForce {
  readonly fingerprint: string
  /** First entry whose checkpoint it signs. */
  readonly sinceSeq: number
  /** Keys before it. */
  readonly earlier: number
  /** Made on simulators: what is added to the record says so too. */
  readonly isSimulated: boolean
}

export interface KeyFacts {
  readonly place: KeyPlace
  /** Of the key in the file; undefined when it lies in the system's store, or cannot be read by this user. */
  readonly inFile: string | undefined
  readonly inForce: KeyInForce | undefined
}

/** @returns STORE_UNREADABLE when there is no record that can be read */
export function readKeyInForce(ledgerFolder: string): Result<KeyInForce | undefined> {
  const read = attempt('record', () => {
    const opened = openReadOnly(ledgerFolder)
    try {
      return keyOf(createRecordSource(opened.database))
    } finally {
      opened.close()
    }
  })
  return read.ok ? read : fail(failure('STORE_UNREADABLE', read.error.detail))
}

function keyOf(source: RecordSource): KeyInForce | undefined {
  const [first] = source.page(undefined, 1)
  const genesis = first?.kind === GENESIS_KIND && first.payload ? parsePayload(first.payload) : undefined
  let chain = beginKeyChain(typeof genesis?.['key'] === 'string' ? genesis['key'] : undefined)
  for (const { payload, ...found } of source.listed(KEY_ROTATED_KIND, 0)) {
    chain = reduceKeyChain(chain, { ...found, payload: payload && parsePayload(payload) }).chain
  }
  const { fingerprint, fromSeq } = keyInForce(chain)
  return fingerprint === undefined ? undefined : { fingerprint, sinceSeq: fromSeq, earlier: chain.length - 1, isSimulated: genesis?.['simulated'] === true }
}

export function readKeyFacts(keyFolder: string, platform: NodeJS.Platform, inForce: KeyInForce | undefined): KeyFacts {
  const place = findKeyPlace(keyFolder, platform)
  const pem = place.kept === 'file' ? attempt('key', () => readFileSync(place.path, 'utf8')) : undefined
  return { place, inFile: pem?.ok ? decodePrivateKey(pem.value, 'file')?.fingerprint : undefined, inForce }
}

export interface KeyJudgement {
  readonly state: 'ok' | 'warning' | 'unknown'
  readonly detail: Words
  readonly cure?: Words
}

/** How the key is kept. Also a check of `doctor`. */
export function judgeKeyPlace(place: KeyPlace): KeyJudgement {
  switch (place.kept) {
    case 'none':
      return { state: 'ok', detail: words('key.kept.none') }
    case 'system':
      return { state: 'ok', detail: words('key.kept.system') }
    case 'unknown':
      return { state: 'unknown', detail: words('key.kept.unknown', { cause: place.cause }) }
    case 'file': {
      const { path, mode, isOpenToOthers } = place
      if (mode === undefined) return { state: 'ok', detail: words('key.kept.folder', { path }) }
      const values = { path, mode: mode.toString(8) }
      if (!isOpenToOthers) return { state: 'ok', detail: words('key.kept.file', values) }
      return { state: 'warning', detail: words('key.kept.open', values), cure: words('key.kept.cure', values) }
    }
  }
}

/** Undefined while file and record agree, or one of them says nothing. */
export function judgeKeyFits({ inFile, inForce, place }: KeyFacts): KeyJudgement | undefined {
  if (inForce && place.kept === 'none') return { state: 'warning', detail: words('key.lost'), cure: words('key.lost.cure') }
  if (!inForce || inFile === undefined || inFile === inForce.fingerprint) return undefined
  return { state: 'warning', detail: words('key.strange', { fingerprint: inFile }), cure: words('key.strange.cure') }
}
