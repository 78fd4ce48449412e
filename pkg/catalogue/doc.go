// Package catalogue holds what the catalogue says: service entries, what a
// customer asks for, what of it the entries cover, how two versions of an entry
// differ and which version number follows (§3, §5.3, §5.4 of the procedure). It
// is pure: values in, values out. It refuses to know YAML, Git, files, people,
// steps and the clock.
package catalogue
