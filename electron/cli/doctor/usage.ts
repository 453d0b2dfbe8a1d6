// What may be asked of `doctor`, apart from the command: the list of commands must not load each of them.
export const DOCTOR_USAGE = 'doctor [--json] [--site FILE] [--data FOLDER] [--install-rules] [--press-test DEVICE] [--key-test DEVICE]'

export interface Asked {
  readonly json: boolean
  readonly site: string | undefined
  readonly data: string
  readonly installRules: boolean
  readonly pressTest: string | undefined
  readonly keyTest: string | undefined
}
