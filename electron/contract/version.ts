// Which version of the console this is: said in every storing. A test holds it to package.json, which a packaged host cannot read.
export const APP_VERSION = '0.1.0'
