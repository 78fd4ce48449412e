package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/ledger"
)

func sampleTrust() keptTrust {
	id := ledger.DigestOf([]byte("x"))
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	return keptTrust{
		Format: trustFormat, Repository: "/srv/cat/.git", Pin: &keptPin{string(id), howPinned, at},
		Checkpoint: keep(audit.Checkpoint{
			Ledger: id, Ground: &audit.Ground{Rules: 1, Prefix: "catalogue/v"}, Marks: []audit.Mark{{Number: 0, Digest: id}, {Number: 3, Digest: id}}, Tags: []audit.Tag{{Name: "catalogue/v1.0.0"}},
		}, at),
	}
}

// What is read is written as it was, and no checkpoint comes without an entry.
func FuzzReadTrust(f *testing.F) {
	f.Add(sampleTrust().text())
	f.Add([]byte(`{"format":1,"repository":"/x","pin":null,"checkpoint":null}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		kept, err := readTrust(data)
		if err != nil {
			return
		}
		again, err := readTrust(kept.text())
		if err != nil || !bytes.Equal(again.text(), kept.text()) {
			t.Errorf("written it is %s, %v", kept.text(), err)
		}
		if c := kept.checkpoint(); c != nil && c.Last().Number != kept.last() {
			t.Errorf("its last entry is %v and %d", c.Last(), kept.last())
		}
	})
}

// A file that is bent in one place is no file of trust.
func TestReadTrustIsStrict(t *testing.T) {
	good := string(sampleTrust().text())
	if _, err := readTrust([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bend := range [][2]string{
		{`"format": 1`, `"format": 2`},
		{`"how": "pinned"`, `"how": "flag"`},
		{`"how": "pinned"`, `"why": "pinned"`},
		{`"id": "sha256:`, `"id": "sha256:0`},
		{`"entry": 3`, `"entry": 0`},
		{`"entry": 0`, `"entry": -1`},
		{`"digest": "sha256:`, `"digest": "`},
		{`"commit": "00`, `"commit": "0`},
		{"}\n", "}\n{}"},
		{"{", ""},
	} {
		bent := strings.Replace(good, bend[0], bend[1], 1)
		if _, err := readTrust([]byte(bent)); err == nil || bent == good {
			t.Errorf("%s in place of %s is read", bend[1], bend[0])
		}
	}
	for _, bare := range []string{"", "{}", "null", `{"format":1}`, `{"format":1,"checkpoint":{"entries":[]}}`} {
		if _, err := readTrust([]byte(bare)); err == nil {
			t.Errorf("%q is read", bare)
		}
	}
}

// A ground that is not what was kept is not gone on from; what it stands behind still
// counts.
func TestADamagedGroundIsNotUsed(t *testing.T) {
	good := string(sampleTrust().text())
	for _, bend := range [][2]string{
		{`"rules": 1`, `"rules": 1`},
		{`"rules": 1`, `"rules": 2`},
		{`"rules": 1`, `"rules": "x"`},
		{`"rules": 1`, `"rulers": 1`},
		{`"meetings": 0`, `"meetings": -1`},
		{`"bound": null`, `"bound": ["../x"]`},
		{`"entry": 3`, `"entry": 4`},
		{`"sum": "sha256:`, `"sum": "`},
	} {
		bent := strings.Replace(good, bend[0], bend[1], 1)
		if bent == good && bend[0] != bend[1] {
			t.Fatalf("%s is not there", bend[0])
		}
		kept, err := readTrust([]byte(bent))
		if err != nil {
			t.Errorf("%s: %v", bend[1], err)
			continue
		}
		if c := kept.checkpoint(); c == nil || (c.Ground != nil) != (bent == good) || kept.damaged() != (bent != good) {
			t.Errorf("%s: got %+v, damaged %v", bend[1], c, kept.damaged())
		}
	}
	other := sampleTrust()
	other.Pin.ID = string(ledger.DigestOf([]byte("another ledger")))
	if !other.damaged() {
		t.Error("the ground of another ledger is gone on from")
	}
}

func TestStateFolder(t *testing.T) {
	for _, c := range []struct {
		system, environ, want string
	}{
		{"linux", "HOME=/h", "/h/.local/state/sc"},
		{"linux", "HOME=/h XDG_STATE_HOME=/x", "/x/sc"},
		{"linux", "HOME=/h XDG_STATE_HOME=x", "/h/.local/state/sc"},
		{"linux", "HOME=/h XDG_STATE_HOME=/x SC_STATE=/s", "/s"},
		{"linux", "SC_STATE=s", "/here/s"},
		{"linux", "", ""},
		{"darwin", "HOME=/h", "/h/Library/Application Support/sc"},
		{"windows", "USERPROFILE=/u", "/u/AppData/Local/sc"},
		{"windows", "USERPROFILE=/u LOCALAPPDATA=/l", "/l/sc"},
		{"windows", "HOME=/h", ""},
	} {
		a := &app{Env: Env{Dir: filepath.FromSlash("/here"), Environ: strings.Fields(c.environ)}}
		if got := filepath.ToSlash(a.stateFolder(c.system)); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.system, c.environ, got, c.want)
		}
	}
}

func TestParseAge(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"30d": 720 * time.Hour, "2w": 336 * time.Hour, "12h": 12 * time.Hour, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute,
		"": 0, "d": 0, "0d": 0, "-1d": 0, "1.5d": 0, "10001d": 0, "9223372036854775807d": 0, "30": 0, "0s": 0, "-1h": 0, "1d2h": 0, "soon": 0,
	} {
		got, ok := parseAge(text)
		if ok != (want > 0) || ok && got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
}
