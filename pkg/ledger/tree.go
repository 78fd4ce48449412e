package ledger

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Mode is the kind of a tree's node, as Git writes it in octal.
type Mode uint32

// Regular is the mode of a plain file, the only one that a ledger path may have;
// the others that Git knows are 0o100755, 0o120000 (link), 0o40000 (folder) and
// 0o160000 (submodule).
const Regular Mode = 0o100644

const (
	executable Mode = 0o100755
	symlink    Mode = 0o120000
	folder     Mode = 0o40000
	submodule  Mode = 0o160000
)

// String is the mode in octal, without a leading zero.
func (m Mode) String() string { return strconv.FormatUint(uint64(m), 8) }

// Blob reports whether such a node is a file or a link, which has content of its own.
func (m Mode) Blob() bool { return m == Regular || m == executable || m == symlink }

// File reports whether such a node is a plain file, executable or not.
func (m Mode) File() bool { return m == Regular || m == executable }

// Folder reports whether such a node is a folder. What names a tree and is none, such
// as a submodule, git does not open.
func (m Mode) Folder() bool { return m == folder }

// Node is one line of a tree.
type Node struct {
	Name string
	Mode Mode
	ID   ID
}

// ParseTree reads a raw tree: canonical modes, Git's order, and no name that is
// twice there, empty, ".", ".." or taken for ".git" by some file system; else
// *FormError E_OBJ_FORM.
func ParseTree(raw []byte) ([]Node, error) {
	return parseNodes(string(raw)) // names are parts of it: one allocation for all
}

func parseNodes(text string) ([]Node, error) {
	nodes := make([]Node, 0, len(text)/40)
	var last Node
	var files []string
	for pos := 0; pos < len(text); {
		n, size, err := parseNode(text[pos:])
		if err != nil {
			return nil, err
		}
		if len(nodes) > 0 && !ordered(last, n) {
			return nil, form(codeObject, finding.Say("the tree has %q and %q in the wrong order, or one of them twice", last.Name, n.Name))
		}
		if files, err = passed(files, n); err != nil {
			return nil, err
		}
		pos += size
		last = n
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// parseNode reads "MODE NAME NUL ID" and says how many bytes it took.
func parseNode(s string) (Node, int, error) {
	head, rest, ok := strings.Cut(s, "\x00")
	mode, name, spaced := strings.Cut(head, " ")
	var n Node
	if !ok || !spaced || len(rest) < len(n.ID) {
		return n, 0, form(codeObject, finding.Say("the tree is cut off"))
	}
	n.Name, n.Mode = name, parseMode(mode)
	copy(n.ID[:], rest)
	switch {
	case n.Mode == 0:
		return n, 0, form(codeObject, finding.Say("the tree gives %q the mode %q, which Git does not write", name, mode))
	case badName(name) || n.ID.IsZero():
		return n, 0, form(codeObject, finding.Say("the tree holds %q, a name that Git does not store", name))
	}
	return n, len(head) + 1 + len(n.ID), nil
}

func parseMode(s string) Mode {
	switch s {
	case "100644":
		return Regular
	case "40000":
		return folder
	case "100755":
		return executable
	case "120000":
		return symlink
	case "160000":
		return submodule
	}
	return 0
}

// ordered reports whether b stands behind a: bytewise, folders as if their names
// ended in a slash.
func ordered(a, b Node) bool { return compareNodes(a, b) < 0 }

func compareNodes(a, b Node) int {
	n := min(len(a.Name), len(b.Name))
	if c := strings.Compare(a.Name[:n], b.Name[:n]); c != 0 {
		return c
	}
	return int(sortByte(a, n)) - int(sortByte(b, n))
}

// sortByte is the byte that decides about a name whose first n bytes are equal to
// another's.
func sortByte(n Node, at int) byte {
	switch {
	case at < len(n.Name):
		return n.Name[at]
	case n.Mode == folder:
		return '/'
	}
	return 0
}

// passed keeps the files whose names begin the node's name: a file and a folder of
// one name need not stand side by side.
func passed(files []string, n Node) ([]string, error) {
	for len(files) > 0 && !strings.HasPrefix(n.Name, files[len(files)-1]) {
		files = files[:len(files)-1]
	}
	if len(files) > 0 && files[len(files)-1] == n.Name {
		return nil, form(codeObject, finding.Say("the tree holds %q twice, as a file and as a folder", n.Name))
	}
	if n.Mode != folder {
		files = append(files, n.Name)
	}
	return files, nil
}

func encodeTree(nodes []Node) []byte {
	var b bytes.Buffer
	for _, n := range slices.SortedFunc(slices.Values(nodes), compareNodes) {
		b.WriteString(n.Mode.String() + " " + n.Name + "\x00")
		b.Write(n.ID[:])
	}
	return b.Bytes()
}

// find gives the node of that name; the zero Node if there is none.
func find(nodes []Node, name string) Node {
	for _, n := range nodes {
		if n.Name == name {
			return n
		}
	}
	return Node{}
}

// badName reports what git fsck refuses in a tree: a name that is empty or holds a
// slash, means this folder or the one above, or is ".git" to HFS+ or NTFS.
func badName(name string) bool {
	if name == "" || name == "." || name == ".." || strings.Contains(name, "/") {
		return true
	}
	if c := name[0]; c != '.' && c != 'g' && c != 'G' && c < 0x80 && !strings.Contains(name, `\`) {
		return false
	}
	return hfsGit(name) || slices.ContainsFunc(strings.Split(name, `\`), ntfsGit)
}

// hfsGit: HFS+ ignores some code points when it compares names.
func hfsGit(name string) bool {
	seen := strings.Map(func(c rune) rune {
		switch {
		case 0x200c <= c && c <= 0x200f, 0x202a <= c && c <= 0x202e, 0x206a <= c && c <= 0x206f, c == 0xfeff:
			return -1
		}
		return c
	}, name)
	return strings.EqualFold(seen, ".git")
}

// ntfsGit: NTFS drops dots and spaces at the end, opens streams after a colon, and
// knows .git by the short name git~1 too.
func ntfsGit(name string) bool {
	name, _, _ = strings.Cut(name, ":")
	name = strings.TrimRight(name, ". ")
	return strings.EqualFold(name, ".git") || strings.EqualFold(name, "git~1")
}
