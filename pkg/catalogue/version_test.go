package catalogue

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestParseVersionRefuses(t *testing.T) {
	for _, s := range []string{"", "1", "1.2", "1.2.3.4", "v1.2.3", "01.0.0", "1.2.3 ", "1.2.-3", "1.2.x", "1234567890.0.0", "１.0.0"} {
		if v, err := ParseVersion(s); !errors.Is(err, ErrVersion) {
			t.Errorf("%q: got %v, %v", s, v, err)
		}
	}
}

func TestNextVersion(t *testing.T) {
	v := Version{1, 4, 2}
	for b, want := range map[Bump]string{Major: "2.0.0", Minor: "1.5.0", Patch: "1.4.3", "": "1.4.2"} {
		if got := v.Next(b).String(); got != want {
			t.Errorf("%s: got %s, want %s", b, got, want)
		}
	}
}

func TestNextVersionIsLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 999)
		v := Version{n.Draw(t, "x"), n.Draw(t, "y"), n.Draw(t, "z")}
		w := v.Next(rapid.SampledFrom([]Bump{Major, Minor, Patch}).Draw(t, "bump"))
		if v.Compare(w) != -1 || w.Compare(v) != 1 || v.Compare(v) != 0 {
			t.Errorf("%s and %s are out of order", v, w)
		}
	})
}

func TestVersionInARecord(t *testing.T) {
	type record struct {
		Version  Version `yaml:"version"`
		Previous Version `yaml:"previous,omitempty"`
	}
	const text = "version: 1.10.0\n"
	if got := written(t, read[record](t, text)); got != text {
		t.Errorf("got %q, want %q", got, text)
	}
	if err := new(Version).UnmarshalText([]byte("1.x")); !errors.Is(err, ErrVersion) {
		t.Errorf("got %v", err)
	}
}

func FuzzParseVersion(f *testing.F) {
	for _, s := range []string{"1.2.3", "0.0.0", "01.2.3", "999999999.0.1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := ParseVersion(s); err == nil && v.String() != s {
			t.Errorf("got %s, want %s", v, s)
		}
	})
}

func TestDigestIsThatOfSha256sum(t *testing.T) {
	const want = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := DigestOf([]byte("abc")); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
