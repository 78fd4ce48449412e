package index

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// tree is a source of folders by the first byte of their ids.
type tree struct {
	folders map[byte][]Node
	listed  *int
}

func (s tree) List(id ID) ([]Node, error) {
	*s.listed++
	nodes, ok := s.folders[id[0]]
	if !ok {
		return nil, fmt.Errorf("there is no tree %d", id[0])
	}
	return append([]Node{}, nodes...), nil
}

func (s tree) Rows(files []File) []string {
	rows := make([]string, len(files))
	for i, f := range files {
		if !strings.HasSuffix(f.Name, "odd") {
			rows[i] = Fields(f.Name, fmt.Sprint(f.ID[0]))
		}
	}
	return rows
}

func rowsOf(x *Index, name string) (rows []string) {
	x.Each(name, func(name string, n Node) { rows = append(rows, name+"="+n.Row) })
	return rows
}

func source() tree {
	return tree{map[byte][]Node{
		1: {{Name: "a", ID: ID{10}}, {Name: "b", ID: ID{2}, Folder: true}, {Name: "c.odd", ID: ID{11}}},
		2: {{Name: "d", ID: ID{12}}},
		3: {{Name: "a", ID: ID{10}}, {Name: "b", ID: ID{2}, Folder: true}, {Name: "e", ID: ID{13}}},
	}, new(int)}
}

// A folder that is as it was is not listed, and a file that is as it was not read again.
func TestOnlyWhatChangedIsRead(t *testing.T) {
	s, x := source(), New()
	for _, step := range []struct {
		id           ID
		read, listed int
		rows         []string
	}{
		{ID{1}, 3, 2, []string{"f/a=" + Fields("f/a", "10"), "f/b/d=" + Fields("f/b/d", "12"), "f/c.odd="}},
		{ID{1}, 0, 0, []string{"f/a=" + Fields("f/a", "10"), "f/b/d=" + Fields("f/b/d", "12"), "f/c.odd="}},
		{ID{3}, 1, 1, []string{"f/a=" + Fields("f/a", "10"), "f/b/d=" + Fields("f/b/d", "12"), "f/e=" + Fields("f/e", "13")}},
		{ID{2}, 1, 1, []string{"f/d=" + Fields("f/d", "12")}},
		{ID{}, 0, 0, nil},
	} {
		*s.listed = 0
		read, err := x.Follow("f", step.id, s)
		if err != nil || read != step.read || *s.listed != step.listed {
			t.Errorf("%d: read %d, listed %d, %v", step.id[0], read, *s.listed, err)
		}
		if got := rowsOf(x, "f"); !reflect.DeepEqual(got, step.rows) {
			t.Errorf("%d: got %q", step.id[0], got)
		}
		x = Decode("key", x.Encode("key"))
	}
	if _, err := x.Follow("f", ID{9}, s); err == nil {
		t.Error("a tree that is not there is followed")
	}
}

// Whatever is not just what was kept under the key gives an empty index.
func TestOtherBytesAreNoIndex(t *testing.T) {
	s, x := source(), New()
	if _, err := x.Follow("f", ID{1}, s); err != nil {
		t.Fatal(err)
	}
	data := x.Encode("key")
	if len(Decode("other", data).folders) > 0 {
		t.Error("it was kept under another key")
	}
	for i := range data {
		bent := append([]byte{}, data...)
		bent[i] ^= 4
		if len(Decode("key", bent).folders) > 0 || len(Decode("key", data[:i]).folders) > 0 {
			t.Fatalf("byte %d does not count", i)
		}
	}
}

func TestFieldsAreSplit(t *testing.T) {
	var two [2]string
	if !Split(Fields("a", ""), two[:]) || two != [2]string{"a", ""} {
		t.Errorf("got %q", two)
	}
	for _, row := range []string{"", Fields("a"), Fields("a", "b", "c"), "\x05a", "\xff\xff\xff\xff\xff\xff"} {
		if Split(row, two[:]) {
			t.Errorf("%q has two fields", row)
		}
	}
}

// No bytes make trouble, and what is an index stays one.
func FuzzDecode(f *testing.F) {
	s, x := source(), New()
	if _, err := x.Follow("f", ID{1}, s); err != nil {
		f.Fatal(err)
	}
	f.Add(x.Encode("key"))
	f.Add([]byte(mark))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := decodeBody("key", string(data))
		again := Decode("key", got.Encode("key"))
		if !reflect.DeepEqual(got, again) {
			t.Errorf("got %v, then %v", got, again)
		}
	})
}

// A list of ids is what was kept under its key, or empty.
func TestIDsAreKept(t *testing.T) {
	ids := []ID{{1}, {2, 3}}
	data := EncodeIDs("key", ids)
	if got := DecodeIDs("key", data); !reflect.DeepEqual(got, ids) {
		t.Errorf("got %v", got)
	}
	if len(DecodeIDs("other", data)) > 0 {
		t.Error("it was kept under another key")
	}
	for i := range data {
		bent := append([]byte{}, data...)
		bent[i] ^= 4
		if len(DecodeIDs("key", bent)) > 0 || len(DecodeIDs("key", data[:i])) > 0 {
			t.Fatalf("byte %d does not count", i)
		}
	}
}

// No bytes make trouble, with a right check sum neither.
func FuzzDecodeIDs(f *testing.F) {
	f.Add(EncodeIDs("key", []ID{{1}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = binary.BigEndian.AppendUint32(data, sum(data))
		got := DecodeIDs("key", data)
		if again := DecodeIDs("key", EncodeIDs("key", got)); len(got) > 0 && !reflect.DeepEqual(got, again) {
			t.Errorf("got %v, then %v", got, again)
		}
	})
}
