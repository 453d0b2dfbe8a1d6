// Pedals and key panels a site file may name. The host may not import a driver, so this repeats what
// native/hid-buttons/products.ts knows; a contract test holds the two equal.

export interface SiteHidProduct {
  /** `vid:pid`, hex, as the site file writes them. */
  readonly usb: readonly string[]
  /** Names of its inputs, as `buttons` uses them. */
  readonly inputs: readonly string[]
}

export const SITE_HID_PRODUCTS = {
  'vec-footpedal': { usb: ['05f3:00ff'], inputs: ['left', 'middle', 'right'] },
  'xkeys-xk3-pedal': { usb: ['05f3:0438', '05f3:043a'], inputs: ['left', 'middle', 'right'] },
} as const satisfies Record<string, SiteHidProduct>

export type SiteHidProductId = keyof typeof SITE_HID_PRODUCTS

export const SITE_HID_PRODUCT_IDS = Object.keys(SITE_HID_PRODUCTS) as SiteHidProductId[]
