package ledger

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rawNode(mode, name string) string { return mode + " " + name + "\x00" + strings.Repeat("i", 20) }

func TestTreeIsReadInGitsOrder(t *testing.T) {
	raw := rawNode("100644", "a") + rawNode("100755", "a.b") + rawNode("40000", "a0") + rawNode("120000", "b") + rawNode("160000", "服务")
	nodes, err := ParseTree([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range nodes {
		got = append(got, n.Mode.String()+" "+n.Name)
	}
	want := []string{"100644 a", "100755 a.b", "40000 a0", "120000 b", "160000 服务"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}

func TestTreeOfAnotherFormIsRefused(t *testing.T) {
	cases := map[string]string{
		"cut off":            rawNode("100644", "a")[:20],
		"no mode":            "a\x00" + strings.Repeat("i", 20),
		"padded mode":        rawNode("040000", "a"),
		"group-writable":     rawNode("100664", "a"),
		"twice":              rawNode("100644", "a") + rawNode("100644", "a"),
		"file and folder":    rawNode("100644", "a") + rawNode("40000", "a"),
		"twice, apart":       rawNode("100644", "a") + rawNode("100644", "a.b") + rawNode("100644", "a.b.c") + rawNode("40000", "a"),
		"not sorted":         rawNode("100644", "b") + rawNode("100644", "a"),
		"folder as a file":   rawNode("40000", "a") + rawNode("100644", "a.b"),
		"empty name":         rawNode("100644", ""),
		"slash":              rawNode("100644", "a/b"),
		"here":               rawNode("40000", "."),
		"above":              rawNode("40000", ".."),
		"git":                rawNode("40000", ".git"),
		"git in capitals":    rawNode("40000", ".GIT"),
		"git on NTFS":        rawNode("40000", ".git . "),
		"git's short name":   rawNode("40000", "Git~1"),
		"git's stream":       rawNode("40000", ".git::$INDEX_ALLOCATION"),
		"git behind a slash": rawNode("40000", `x\.git`),
		"git on HFS+":        rawNode("40000", ".g\u200cit"),
		"no object":          "100644 a\x00" + strings.Repeat("\x00", 20),
	}
	for name, raw := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := ParseTree([]byte(raw))
			if got := codeOf(err); got != codeObject {
				t.Errorf("got %q, want %s", got, codeObject)
			}
		})
	}
}

func TestNamesNearGitAreGood(t *testing.T) {
	for _, name := range []string{".gitignore", ".gitattributes", "git", "git~2", "git~10", ".git2", "gitlab", "...", " ", "a:b", `a\b`} {
		if badName(name) {
			t.Errorf("%q is refused", name)
		}
	}
}

func FuzzParseTree(f *testing.F) {
	f.Add([]byte(rawNode("100644", "a") + rawNode("40000", "a0")))
	f.Add([]byte(rawNode("100644", "a") + rawNode("100644", "a.b") + rawNode("40000", "a")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		nodes, err := ParseTree(raw)
		if err != nil {
			return
		}
		if again := encodeTree(nodes); !bytes.Equal(again, raw) {
			t.Errorf("encoded again: got %q, want %q", again, raw)
		}
		seen := map[string]bool{}
		for _, n := range nodes {
			if seen[n.Name] {
				t.Errorf("%q is there twice", n.Name)
			}
			seen[n.Name] = true
		}
	})
}
