package ledger

import (
	"bytes"
	"strings"
	"testing"
)

func sampleTag() Tag {
	commit, _ := objectID(kindCommit, nil)
	return Tag{
		Commit: commit, Name: "catalogue/v1.4.0", By: zhangWei, Subject: "服务目录 1.4.0",
		Ledger: DigestOf([]byte("genesis")), Version: "1.4.0", Entry: 12,
		EntryDigest: DigestOf([]byte("entry")), Digest: DigestOf([]byte("manifest")),
		Actor: "zhang.wei", Role: "ops_lead",
	}
}

func TestTagIsReadAsBuilt(t *testing.T) {
	var store Memory
	id, err := sampleTag().Build(t.Context(), &store, fakeSign)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := NewReader(&store).Tag(id)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseTag(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := sampleTag()
	if !bytes.Equal(got.Payload, want.encode()) || string(got.Signature) != fakeArmor {
		t.Errorf("got payload %q and signature %q", got.Payload, got.Signature)
	}
	if got.Version != "1.4.0" || got.Entry != 12 || got.Commit != want.Commit || !got.By.When.Equal(noon) {
		t.Errorf("got %+v", got)
	}
}

func TestTagOfAnotherFormIsRefused(t *testing.T) {
	sample := sampleTag()
	raw := string(sample.encode()) + fakeArmor
	cases := []struct{ name, old, new, want string }{
		{"not signed", fakeArmor, "", codeTagForm},
		{"of a tree", "type commit", "type tree", codeObject},
		{"another version", "SC-Version: 1.4.0", "SC-Version: 1.5.0", codeTrailer},
		{"no version", "SC-Version: 1.4.0", "SC-Version: 1.4", codeTrailer},
		{"leading zero", "1.4.0", "1.04.0", codeTrailer},
		{"a body", "1.4.0\n\nSC", "1.4.0\n\nnotes\n\nSC", codeObject},
		{"a bad name", "tag catalogue/", "tag cata..logue/", codeObject},
		{"an unknown header", "tagger ", "encoding x\ntagger ", codeObject},
		{"text before the armor", "ops_lead\n", "ops_lead\nmore\n", codeTrailer},
		{"bell", "服务目录", "\a", codeText},
		{"time", "+0800", "0800", codeTime},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseTag([]byte(strings.ReplaceAll(raw, c.old, c.new)))
			if got := codeOf(err); got != c.want {
				t.Errorf("got %s (%v), want %s", got, err, c.want)
			}
		})
	}
}

func TestLightweightTagIsNoTagObject(t *testing.T) {
	b := newBook(t)
	id := b.draft("a", "a")
	if _, err := NewReader(b).Tag(id); codeOf(err) != codeTagForm {
		t.Errorf("got %v, want %s", err, codeTagForm)
	}
}

func FuzzParseTag(f *testing.F) {
	sample := sampleTag()
	f.Add(append(sample.encode(), fakeArmor...))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := ParseTag(raw)
		if err != nil {
			return
		}
		if again := append(got.encode(), got.Signature...); !bytes.Equal(again, raw) {
			t.Errorf("encoded again: got %q, want %q", again, raw)
		}
	})
}
