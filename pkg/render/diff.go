package render

import (
	"io"

	"github.com/aymanbagabas/go-udiff"
)

// Diff writes how a file would change as git apply and patch read it.
func Diff(out io.Writer, name string, before, after []byte) error {
	_, err := io.WriteString(out, udiff.Unified("a/"+name, "b/"+name, string(before), string(after)))
	return err
}
