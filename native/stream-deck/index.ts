// The door: faces for the keys of a Stream Deck, and the deck that is a program.
export { DeckFaces, type DeckFacesOptions } from './faces.ts'
export { createSimulatedDeck, DECK_KINDS, type DeckKind, type DeckSide, type SimulatedDeck } from './simulator.ts'
