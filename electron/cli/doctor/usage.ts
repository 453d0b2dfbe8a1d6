// The usage line of `doctor`, apart from the command: the list of commands must not load each of them.
export const DOCTOR_USAGE = 'doctor [--json] [--site FILE] [--data FOLDER] [--install-rules] [--press-test DEVICE] [--key-test DEVICE]'
