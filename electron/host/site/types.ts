// What the rest of the host may know of the site file: its types.
export type { RetentionSettings } from './retention-fields.ts'
export type { Settings } from './settings.ts'
export type { Site, SiteButtons, SiteChannel, SiteDevice, SiteGroup, SiteHeadset, SiteHidLine, SiteKeyedRadio, SiteKeyTransport, SiteRadio, SiteRelay, SiteSenseTransport, SiteSerialLine } from './schema.ts'
export type { LookAtSite, SiteLook } from './site-look.ts'
