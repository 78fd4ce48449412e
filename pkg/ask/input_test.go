package ask

import (
	"errors"
	"io"
	"os"
	"testing"
)

// What is typed behind a form is not the form's, though something of it still reads.
func TestInputEndsWithTheForm(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	in, end := Screen{In: r}.reads()
	if _, err := w.WriteString("xy"); err != nil {
		t.Fatal(err)
	}
	var key [1]byte
	if _, err := in.Read(key[:]); err != nil || key[0] != 'x' {
		t.Errorf("within the form: got %q, %v", key[0], err)
	}
	end()
	if n, err := in.Read(key[:]); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("behind the form: read %d bytes, %v", n, err)
	}
	if _, err := r.Read(key[:]); err != nil || key[0] != 'y' {
		t.Errorf("whoever reads next: got %q, %v", key[0], err)
	}
}
