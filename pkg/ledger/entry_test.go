package ledger

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sampleEntry(t testing.TB) string {
	t.Helper()
	tree, _ := objectID(kindTree, nil)
	parent, _ := objectID(kindCommit, []byte("parent"))
	e := Entry{Tree: tree, Parent: parent, By: zhangWei, Subject: "同意更新 SLR-2026-0012", Body: "业务需要。\n\n第二段。", Trailers: sampleTrailers()}
	raw := sealed(e.encode(), []byte(fakeArmor))
	if _, err := ParseEntry(raw); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func sampleTrailers() Trailers {
	return Trailers{
		Ledger: DigestOf([]byte("genesis")), Ref: "refs/heads/main", Entry: 12, Action: "approve",
		Records: []string{"requests/2026/SLR-2026-0012.yaml", "requests/2026/SLR-2026-0013.yaml"},
		Actor:   "zhang.wei", Role: "ops_lead", Previous: DigestOf([]byte("before")), Content: DigestOf(nil),
	}
}

func TestEntryIsReadAsWritten(t *testing.T) {
	raw := sampleEntry(t)
	e, err := ParseEntry([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.Trailers, sampleTrailers()); diff != "" {
		t.Errorf("trailers (got -, want +):\n%s", diff)
	}
	if got := string(e.Signature); got != fakeArmor {
		t.Errorf("signature: got %q", got)
	}
	if got, want := e.By.When.Format("2006-01-02T15:04:05Z07:00"), "2026-03-02T12:00:00+08:00"; got != want {
		t.Errorf("time: got %s, want %s", got, want)
	}
	if got, want := e.Subject+"|"+e.Body, "同意更新 SLR-2026-0012|业务需要。\n\n第二段。"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
	want := strings.Replace(raw, "gpgsig "+strings.ReplaceAll(strings.TrimSpace(fakeArmor), "\n", "\n ")+"\n", "", 1)
	if got := string(e.Payload); got != want {
		t.Errorf("payload: got %q, want %q", got, want)
	}
}

func TestEntryOfAnotherFormIsRefused(t *testing.T) {
	raw := sampleEntry(t)
	sig := "gpgsig " + strings.ReplaceAll(strings.TrimSpace(fakeArmor), "\n", "\n ") + "\n"
	who := zhangWei.encode()
	cases := []struct{ name, old, new, want string }{
		{"no tree", "tree ", "trie ", codeObject},
		{"upper-case id", "tree 4b825d", "tree 4B825D", codeObject},
		{"two parents", "author ", "parent 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor ", codeObject},
		{"another author", "author 张伟", "author 李娜", codeObject},
		{"an unknown header", sig, "encoding UTF-7\n" + sig, codeObject},
		{"a header behind the signature", sig, sig + "mergetag x\n", codeObject},
		{"two signatures", sig, sig + sig, codeSigForm},
		{"sha256 signature", sig, sig + "gpgsig-sha256 x\n", codeObject},
		{"not signed", sig, "", codeUnsigned},
		{"no name", who, " <a@b> 1 +0000", codeObject},
		{"an email with a space", "<zhang.wei@", "<zhang wei@", codeObject},
		{"negative zero offset", "+0800", "-0000", codeTime},
		{"minutes over 59", "+0800", "+0860", codeTime},
		{"a leading zero", "> 1", "> 01", codeTime},
		{"far offset", "+0800", "+1500", codeTime},
		{"NUL", "业务", "\x00", codeObject},
		{"not UTF-8", "业务", "\xff", codeObject},
		{"right-to-left override", "业务", "\u202e", codeText},
		{"escape", "业务", "\x1b[2J", codeText},
		{"zero-width space in the name", "张伟", "张\u200b伟", codeText},
		{"carriage return", "业务需要。\n", "业务需要。\r\n", codeText},
		{"subject of two lines", "0012\n\n业务", "0012\n业务", codeObject},
		{"two empty lines", "0012\n\n业务", "0012\n\n\n业务", codeObject},
		{"empty line at the end of the body", "第二段。\n\n", "第二段。\n\n\n", codeObject},
		{"no subject", "同意更新 SLR-2026-0012", "", codeObject},
		{"trailer in the body", "第二段。", "SC-Actor: li.na", codeTrailer},
		{"no trailers", "SC-Format", "XX-Format", codeTrailer},
		{"empty line among the trailers", "SC-Actor", "\nSC-Actor", codeTrailer},
		{"format 2", "SC-Format: 1", "SC-Format: 2", codeTrailer},
		{"short digest", "SC-Ledger: sha256:", "SC-Ledger: sha256", codeTrailer},
		{"another order", "SC-Action: approve\n", "", codeTrailer},
		{"an action in capitals", "approve", "Approve", codeTrailer},
		{"leading zero", "SC-Entry: 12", "SC-Entry: 012", codeTrailer},
		{"genesis number", "SC-Entry: 12", "SC-Entry: 0", codeTrailer},
		{"record not of the ledger", "requests/2026/SLR-2026-0012.yaml", "services/a.yaml", codeTrailer},
		{"record twice", "SLR-2026-0013", "SLR-2026-0012", codeTrailer},
		{"records not sorted", "SLR-2026-0013", "SLR-2026-0011", codeTrailer},
		{"record above", "requests/2026/", "requests/../", codeTrailer},
		{"another ref", "refs/heads/main", "refs/tags/main", codeTrailer},
		{"unknown trailer", "SC-Actor", "SC-Mood: good\nSC-Actor", codeTrailer},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.ReplaceAll(raw, c.old, c.new)
			if c.name == "another author" {
				text = replaceOnce(t, raw, c.old, c.new)
			}
			if text == raw {
				t.Fatal("nothing was broken")
			}
			_, err := ParseEntry([]byte(text))
			if got := codeOf(err); got != c.want {
				t.Errorf("got %s (%v), want %s", got, err, c.want)
			}
		})
	}
}

func TestEntryEnds(t *testing.T) {
	raw := sampleEntry(t)
	for _, text := range []string{raw[:len(raw)-1], raw + "\n", raw + "SC-More: 1\n", raw + "more\n", ""} {
		if _, err := ParseEntry([]byte(text)); err == nil {
			t.Errorf("read %q", text[max(0, len(text)-20):])
		}
	}
	if _, err := ParseEntry(bytes.Repeat([]byte("x"), maxText+1)); codeOf(err) != codeLimit {
		t.Errorf("got %v, want %s", err, codeLimit)
	}
}

func TestGenesisHasItsOwnTrailers(t *testing.T) {
	g := Trailers{
		Root: "服务/目录", Tags: "catalogue/v", Ref: "refs/heads/main", Action: "genesis",
		Records: []string{"procedure.yaml"}, Actor: "zhang.wei", Role: "ops_lead", Content: DigestOf(nil),
	}
	text, err := g.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var got Trailers
	if err := got.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, g); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
	for _, root := range []string{"", "/a", "a/", "a//b", "../a", ".git", "a/.GIT", "requests", "procedure.yaml", "a\nb", "GIT~1"} {
		g.Root = root
		if _, err := g.MarshalText(); codeOf(err) != codeTrailer {
			t.Errorf("root %q: got %v, want %s", root, err, codeTrailer)
		}
	}
	g.Root = "."
	for _, tags := range []string{"v..", "a b", "-v", "a/.b/", "a.lock/v", "v~"} {
		g.Tags = tags
		if _, err := g.MarshalText(); codeOf(err) != codeTrailer {
			t.Errorf("tags %q: got %v, want %s", tags, err, codeTrailer)
		}
	}
}

func FuzzParseCommit(f *testing.F) {
	f.Add([]byte(sampleEntry(f)))
	f.Add([]byte("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _, _ = links(raw)
		at := CommittedAt(raw)
		e, err := ParseEntry(raw)
		if err != nil {
			if codeOf(err)[:2] != "E_" {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		if !at.Equal(e.By.When) {
			t.Errorf("committed at %s, signed at %s", at, e.By.When)
		}
		if got := sealed(e.encode(), e.Signature); !bytes.Equal(got, raw) {
			t.Errorf("encoded again: got %q, want %q", got, raw)
		}
		if !bytes.Equal(e.encode(), e.Payload) {
			t.Errorf("payload: got %q, want %q", e.Payload, e.encode())
		}
	})
}

func FuzzTrailers(f *testing.F) {
	text, err := sampleTrailers().MarshalText()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("SC-Format: 1\nSC-Root: .\nSC-Tags: v\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got Trailers
		if got.UnmarshalText(text) != nil {
			return
		}
		again, err := got.MarshalText()
		if err != nil || !bytes.Equal(again, text) {
			t.Errorf("encoded again: got %q (%v), want %q", again, err, text)
		}
	})
}
