// Package validator holds documents against the JSON Schema of their kind, and says
// in the field's words which values are not what it asks for; it knows which file
// of a catalogue is which kind of record. It refuses to know how a text is read,
// what the records mean, who may change them and how findings are shown.
package validator
