// Package document reads one YAML record strictly, or any YAML or JSON text, into
// values that know their line and column, says what is wrong with it, and writes
// it: in canonical form, or with one thing changed and every other byte kept. It
// refuses to know what the values mean, and knows no schema.
package document
