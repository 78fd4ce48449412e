package ledger

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// fakeArmor has the outer form of a signature; nothing here looks inside.
const fakeArmor = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"

func fakeSign(context.Context, []byte) ([]byte, error) { return []byte(fakeArmor), nil }

var (
	noon     = time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 8*3600))
	zhangWei = Stamp{Name: "张伟", Email: "zhang.wei@yunmai.example", When: noon}
	liNa     = Stamp{Name: "李娜", Email: "li.na@yunmai.example", When: noon.Add(time.Hour)}
)

// book builds a ledger in memory, commit by commit.
type book struct {
	t *testing.T
	Memory
	tip     ID
	genesis Digest
	last    Digest
	next    int
}

func newBook(t *testing.T) *book {
	t.Helper()
	return &book{t: t}
}

// enter adds an entry on the tip that writes one file, path from the root.
func (b *book) enter(path, text string) ID {
	b.t.Helper()
	t := Trailers{
		Ledger: b.genesis, Ref: "refs/heads/main", Entry: b.next, Action: "approve",
		Actor: "zhang.wei", Role: "ops_lead", Previous: b.last,
	}
	if b.next == 0 {
		t.Root, t.Tags, t.Action = "catalogue", "catalogue/v", "genesis"
	}
	d := Draft{
		Parent: b.tip, By: zhangWei, Subject: "approve " + path, Root: "catalogue", Trailers: &t,
		Changes: []Change{{"catalogue/" + path, []byte(text)}},
	}
	id, raw, err := d.Build(b.t.Context(), b, fakeSign)
	if err != nil {
		b.t.Fatal(err)
	}
	b.tip, b.last, b.next = id, DigestOf(raw), b.next+1
	if t.Entry == 0 {
		b.genesis = b.last
	}
	return id
}

// draft adds a plain commit on the tip that writes one file, path from the top.
func (b *book) draft(path, text string) ID {
	b.t.Helper()
	d := Draft{Parent: b.tip, By: liNa, Subject: "edit", Changes: []Change{{path, []byte(text)}}}
	id, _, err := d.Build(b.t.Context(), b, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	b.tip = id
	return id
}

// merge puts a commit with the tree of one commit on the tip.
func (b *book) merge(treeOf ID, parents ...ID) ID {
	b.t.Helper()
	tree, _, err := NewReader(b).Links(treeOf)
	if err != nil {
		b.t.Fatal(err)
	}
	text := "tree " + tree.String() + "\n"
	for _, p := range parents {
		text += "parent " + p.String() + "\n"
	}
	b.tip = b.put(kindCommit, text+"author x\n\nmerge\n")
	return b.tip
}

func (b *book) put(kind, raw string) ID {
	b.t.Helper()
	id, err := b.Put(kind, []byte(raw))
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// codeOf is the code of a FormError, or the text of another error.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*FormError](err); ok {
		return e.Code
	}
	return err.Error()
}

func replaceOnce(t *testing.T, s, old, new string) string {
	t.Helper()
	if strings.Count(s, old) == 0 {
		t.Fatalf("%q is not in %q", old, s)
	}
	return strings.Replace(s, old, new, 1)
}
