package document

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/service-catalogue/sc/pkg/finding"
)

const commented = `# 程序：改动须经签名
schema: 1 # 格式

# 角色与人员
people:
  # 运维主管
  zhang.wei:
    name: 张伟 # 负责人
    roles:
      - ops_lead # 主
      # 待定
    keys: []
  li.na: {name: 李娜}

# 规则
rules:
  quorum: 2 # §5.4
  note: |
    第一行

    第二行
# 结尾
`

func TestEditKeepsAllElse(t *testing.T) {
	type person struct {
		Name  string   `yaml:"name"`
		Roles []string `yaml:"roles"`
	}
	tests := []struct {
		name     string
		do       func([]byte) ([]byte, error)
		old, new string
	}{
		{"replace a value", func(b []byte) ([]byte, error) { return Set(b, []string{"rules", "quorum"}, 3) }, "quorum: 2 #", "quorum: 3 #"},
		{"replace the last value", func(b []byte) ([]byte, error) { return Set(b, []string{"rules", "note"}, "短") }, "note: |\n    第一行\n\n    第二行\n", "note: 短\n"},
		{"replace a value by lines", func(b []byte) ([]byte, error) { return Set(b, []string{"rules", "quorum"}, []int{1, 2}) }, "quorum: 2 # §5.4\n", "quorum: # §5.4\n    - 1\n    - 2\n"},
		{"replace an item", func(b []byte) ([]byte, error) {
			return Set(b, []string{"people", "zhang.wei", "roles", "0"}, "auditor")
		}, "- ops_lead #", "- auditor #"},
		{"add a person", func(b []byte) ([]byte, error) {
			return Set(b, []string{"people", "wang.fang"}, person{"王芳", []string{"sales"}})
		}, "{name: 李娜}\n", "{name: 李娜}\n  wang.fang:\n    name: 王芳\n    roles:\n      - sales\n"},
		{"add a field at the end", func(b []byte) ([]byte, error) { return Set(b, []string{"rules", "emergency"}, "allowed") }, "    第二行\n", "    第二行\n  emergency: allowed\n"},
		{"add what is above it as well", func(b []byte) ([]byte, error) { return Set(b, []string{"rules", "keys", "proof"}, "require") }, "    第二行\n", "    第二行\n  keys:\n    proof: require\n"},
		{"add an item", func(b []byte) ([]byte, error) { return Append(b, []string{"people", "zhang.wei", "roles"}, "auditor") }, "ops_lead # 主\n", "ops_lead # 主\n      - auditor\n"},
		{"add the first item", func(b []byte) ([]byte, error) {
			return Append(b, []string{"people", "zhang.wei", "keys"}, map[string]any{"key": "ssh-ed25519 AAAA", "proof": "x"})
		}, "keys: []", "keys:\n      - key: ssh-ed25519 AAAA\n        proof: x"},
		{"add an item to a new list", func(b []byte) ([]byte, error) { return Append(b, []string{"rules", "when"}, "retired") }, "    第二行\n", "    第二行\n  when:\n    - retired\n"},
		{"delete a field", func(b []byte) ([]byte, error) { return Delete(b, []string{"people", "zhang.wei", "keys"}) }, "    keys: []\n", ""},
		{"delete a field with its lines", func(b []byte) ([]byte, error) { return Delete(b, []string{"people", "li.na"}) }, "  li.na: {name: 李娜}\n", ""},
		{"delete the last item", func(b []byte) ([]byte, error) { return Delete(b, []string{"people", "zhang.wei", "roles", "0"}) }, "roles:\n      - ops_lead # 主\n", "roles: [] # 主\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.do([]byte(commented))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Replace(commented, test.old, test.new, 1)
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditInsideAListOfMaps(t *testing.T) {
	text := "l:\n  - a: 1\n    b: 2\n  - a: 3\n"
	for _, test := range []struct {
		path []string
		want string
	}{
		{[]string{"l", "0", "a"}, "l:\n  - b: 2\n  - a: 3\n"},
		{[]string{"l", "0", "b"}, "l:\n  - a: 1\n  - a: 3\n"},
		{[]string{"l", "0"}, "l:\n  - a: 3\n"},
		{[]string{"l", "1"}, "l:\n  - a: 1\n    b: 2\n"},
		{[]string{"l", "1", "a"}, "l:\n  - a: 1\n    b: 2\n  - {}\n"},
	} {
		got, err := Delete([]byte(text), test.path)
		if err != nil || string(got) != test.want {
			t.Errorf("%v: got %q, %v; want %q", test.path, got, err, test.want)
		}
	}
	got, err := Set([]byte(text), []string{"l", "1"}, map[string]any{"a": 4, "c": []string{"x"}})
	if want := "l:\n  - a: 1\n    b: 2\n  - a: 4\n    c:\n      - x\n"; err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestEditRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func() ([]byte, error)
		says string
	}{
		{"a broken file", func() ([]byte, error) { return Set([]byte("a: b: c\n"), []string{"a"}, 1) }, "cannot change a: the file has faults of its own"},
		{"the whole record", func() ([]byte, error) { return Set([]byte("a: 1\n"), nil, 1) }, "the whole record"},
		{"what is not there", func() ([]byte, error) { return Delete([]byte("a: 1\n"), []string{"b"}) }, "no such field"},
		{"an item that is not there", func() ([]byte, error) { return Set([]byte("a:\n  - 1\n"), []string{"a", "4"}, 1) }, "no such field"},
		{"a field inside braces", func() ([]byte, error) { return Set([]byte("a: {b: 1}\n"), []string{"a", "b"}, 2) }, "inside [ ] or { }"},
		{"a list that is text", func() ([]byte, error) { return Append([]byte("a: x\n"), []string{"a"}, 1) }, "it is not a list"},
		{"a field of a text", func() ([]byte, error) { return Set([]byte("a: x\n"), []string{"a", "b"}, 1) }, "no such field"},
	} {
		_, err := test.do()
		var fault *finding.Fault
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.says)
		}
	}
}

// A value that is set is there, all comments still are, and deleting it gives the
// old values back.
func TestSetAndDeleteAreOpposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{3,8}`).Draw(t, "name")
		parent := rapid.SampledFrom([]string{"people", "rules"}).Draw(t, "parent")
		value := rapid.SampledFrom([]any{1, "文字", "a\nb\n", []any{"x", 2}, map[string]any{"k": []any{"v"}}}).Draw(t, "value")
		set, err := Set([]byte(commented), []string{parent, name}, value)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Count(string(set), "#"), strings.Count(commented, "#"); got != want {
			t.Fatalf("got %d comments, want %d", got, want)
		}
		back, err := Delete(set, []string{parent, name})
		if err != nil {
			t.Fatal(err)
		}
		if parent != "people" && string(back) != commented || !sameValues(back, commented) {
			t.Fatalf("got %s", back)
		}
	})
}

func sameValues(a []byte, b string) bool {
	one, _ := Parse("", a)
	two, _ := Parse("", []byte(b))
	return one != nil && two != nil && cmp.Equal(one.Value(), two.Value())
}
