package cli

import "testing"

func TestQuoted(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string]string{
		"--title=数据库驻场": "--title=数据库驻场", "SLR-2026-0001": "SLR-2026-0001", "--words=a b": "--words='a b'",
		"it's": `'it'\''s'`, "": "''", "--words=$(x)": "--words='$(x)'", "--x y=z": "'--x y=z'", "a=b c": "'a=b c'",
	} {
		if got := quoted(arg); got != want {
			t.Errorf("%s: got %s, want %s", arg, got, want)
		}
	}
}
