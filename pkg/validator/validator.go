// Package validator turns bytes into checked records, and records into bytes: it
// reads YAML strictly, holds it against the schema of its kind, says what is wrong
// at which line and column, and writes the canonical form. It refuses to know what
// the records mean, who may change them, where they are kept (any fs.FS will do)
// and how findings are shown.
package validator
