package render

import (
	"io"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff writes how a file would change as git apply and patch read it.
func Diff(out io.Writer, name string, before, after []byte) error {
	_, err := out.Write(diff.Diff("a/"+name, before, "b/"+name, after))
	return err
}
