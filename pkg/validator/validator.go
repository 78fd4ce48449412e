// Package validator holds documents against JSON Schemas, those of the records and
// any other, and says in the field's words which values are not what they ask for;
// it knows which file of a catalogue is which kind of record. It refuses to know
// how a text is read, what the records mean, who may change them, where schemas lie
// and how findings are shown.
package validator
