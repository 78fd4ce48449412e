package records

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
)

// What is found by going down the folders is what a look through all files finds.
func TestNumbersAreFoundWithoutListing(t *testing.T) {
	k := Requests()
	files := fstest.MapFS{}
	for _, id := range []string{k.ID("2025", 7), k.ID("2026", 1), k.ID("2026", 7), k.ID("2026", 999), k.ID("2026", 1000), k.ID("2026", 12_345), k.ID("2027", 999)} {
		files[k.Path(id)] = &fstest.MapFile{}
	}
	for _, odd := range []string{
		"requests/2026/13000/SLR-2026-0013.yaml", "requests/2026/SLR-2026-99999.yaml", "requests/2026/20000/x.yaml", "requests/2028/files/a/b",
		"requests/2026/SLR-2026-0012.yaml/a", "requests/odd/SLR-2026-0500.yaml", "requests/2026/12000/SLR-2026-12346.yml", "requests/2026/SLR-2026-007.yaml",
	} {
		files[odd] = &fstest.MapFile{}
	}
	c := Open(files)
	ids, err := c.IDs(k)
	if err != nil || len(ids) != 7 {
		t.Fatal(ids, err)
	}
	for _, year := range []string{"2024", "2025", "2026", "2027", "2028"} {
		highest := 0
		for _, id := range ids {
			if y, n, _ := k.Parse(id); y == year {
				highest = max(highest, n)
			}
		}
		if next, err := c.Next(k, year); err != nil || next != k.ID(year, highest+1) {
			t.Errorf("%s: got %s, %v, want %d", year, next, err, highest+1)
		}
		for _, n := range []int{0, 1, 7, 12, 13, 999, 1000, 12_345, 12_346, 99_999} {
			t.Run(fmt.Sprint(year, n), func(t *testing.T) { numbered(t, c, ids, year, n) })
		}
	}
}

func numbered(t *testing.T, c *Catalogue, ids []string, year string, n int) {
	for _, asked := range []string{year, ""} {
		var want []string
		for _, id := range ids {
			if y, number, _ := Requests().Parse(id); number == n && (asked == "" || y == asked) {
				want = append(want, id)
			}
		}
		if got, err := c.Numbered(Requests(), asked, n); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q %d: got %v, %v, want %v", asked, n, got, err, want)
		}
	}
}

// An id has one way of being written, and one place.
func TestIDsAreWrittenInOneWay(t *testing.T) {
	k := Requests()
	for n := 1; n < 12_000; n++ {
		id := k.ID("2026", n)
		if want := fmt.Sprintf("SLR-2026-%04d", n); id != want {
			t.Fatalf("got %s, want %s", id, want)
		}
		year, number, ok := k.Parse(id)
		at, here := k.At(k.Path(id))
		if year != "2026" || number != n || !ok || at != id || !here {
			t.Fatalf("%s: got %s %d %v, %s %v", id, year, number, ok, at, here)
		}
	}
	for _, id := range []string{
		"", "SLR", "SLR-2026", "SLR-2026-", "SLR-2026-0000", "SLR-2026-012", "SLR-2026-01234", "SLR-2026-+012", "SLR-2026--012", "SLR-2026- 012",
		"SLR-2026-0_12", "SLR-226-0012", "SLR-2026-0012~", "MTG-2026-0012", "SLR-2026-99999999999999999999", "slr-2026-0012",
	} {
		if _, _, ok := k.Parse(id); ok {
			t.Errorf("%q is an id", id)
		}
	}
	for id, want := range map[string]string{"SLR-../-0012": "SLR-../-0012.yaml", "x": "requests/x.yaml", "SLR-2026-1234": "requests/2026/1000/SLR-2026-1234.yaml"} {
		if got := k.Path(id); got != want {
			t.Errorf("%s: got %s, want %s", id, got, want)
		}
	}
}
