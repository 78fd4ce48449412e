// Package check holds whole folders against what is asked of them: each file
// against the schema of its kind, entries against each other, records against what
// they refer to. It refuses to know Git, the disk and the screen: any fs.FS will
// do, and what comes out is findings.
package check
