package ledger

import (
	"fmt"
	"testing"
)

// BenchmarkAppend lands entries of one record each, beside stock git's own way to commit
// one file. Nothing is signed in either.
func BenchmarkAppend(b *testing.B) {
	b.Run("entry", func(b *testing.B) {
		d := newDesk(b)
		d.sign = fakeSign
		d.must(d.enter(nil, procedure))
		for n := 1; b.Loop(); n++ {
			d.must(d.enter(nil, record(n)))
		}
	})
	b.Run("git-add-commit", func(b *testing.B) {
		d := newDesk(b)
		d.must(d.enter(nil, procedure))
		for n := 1; b.Loop(); n++ {
			d.write("file", fmt.Sprint(n))
			d.run("add", "file")
			d.run("commit", "-q", "-m", "x")
		}
	})
}
