package catalogue

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Index finds entries by words of what they say to customers and of their tags: a
// tag is a synonym that the entry goes by. It ranks by BM25. What the entry says
// inside (notes, cost) is not searched.
type Index struct {
	ids    []ServiceID
	length []float64
	total  float64
	terms  map[string][]posting
}

// posting says how often a term stands in an entry, its fields weighed.
type posting struct {
	entry  int
	weight float64
}

// Hit is an entry that was found, the higher the score the better. Scores of one
// search can be compared, and only with each other.
type Hit struct {
	Service ServiceID
	Score   float64
	Terms   []string // of the query, that stand in the entry; sorted
}

// NewIndex makes the index of entries; also gives more words that an entry is known
// by, such as those of its category in the reader's language.
func NewIndex(entries []Entry, also func(Entry) []string) *Index {
	x := &Index{terms: map[string][]posting{}}
	for _, e := range entries {
		x.add(e, also(e))
	}
	return x
}

// said is a text of an entry and how much a word counts in it.
type said struct {
	weight float64
	text   string
}

func (x *Index) add(e Entry, also []string) {
	n, counts := len(x.ids), map[string]float64{}
	for _, s := range append(e.said(), said{1, strings.Join(also, " ")}) {
		for _, term := range Tokens(s.text) {
			counts[term] += s.weight
		}
	}
	length := 0.0
	for term, weight := range counts {
		x.terms[term] = append(x.terms[term], posting{n, weight})
		length += weight
	}
	x.ids, x.length, x.total = append(x.ids, e.ID), append(x.length, length), x.total+length
}

func (e Entry) said() []said {
	all := []said{
		{4, string(e.ID)},
		{4, e.Code},
		{4, strings.Join(e.Name.variants(), " ")},
		{4, strings.Join(e.Tags, " ")},
		{2, strings.Join(e.Summary.variants(), " ")},
	}
	for _, t := range slices.Concat([]Text{e.Objective, e.Audience, e.Workload}, e.Content) {
		all = append(all, said{1, strings.Join(t.variants(), " ")})
	}
	for _, d := range e.Deliverables {
		all = append(all, said{1, strings.Join(d.Name.variants(), " ")})
	}
	for _, l := range e.Levels {
		all = append(all, said{1, strings.Join(l.Name.variants(), " ")})
	}
	return all
}

// The usual constants of BM25: how soon more of the same term counts no more, and
// how much a long entry pays for its length.
const (
	saturation = 1.2
	lengthPays = 0.75
)

// mostTerms is how many terms of a query count: one bit each.
const mostTerms = 64

// Search ranks the entries that at least half of the terms of the query stand in,
// the best first, those alike by id. Of a long query the first 64 terms count.
func (x *Index) Search(query string) []Hit {
	return x.rank(query, func(found, of int) bool { return 2*found >= of })
}

// Near ranks the entries that are nearest to a whole text, such as what a customer
// said: two of its terms are enough.
func (x *Index) Near(text string) []Hit {
	return x.rank(text, func(found, of int) bool { return found >= min(of, 2) })
}

// rank ranks the entries that enough terms of the query stand in.
func (x *Index) rank(query string, enough func(found, of int) bool) []Hit {
	var terms []string
	for _, term := range Tokens(query) {
		if len(terms) < mostTerms && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	slices.Sort(terms)
	scores, present := make([]float64, len(x.ids)), make([]uint64, len(x.ids))
	best := make([]float64, len(x.ids)) // of one term
	for i, term := range terms {
		clear(best)
		x.score(best, term)
		for entry, score := range best {
			if score > 0 {
				scores[entry] += score
				present[entry] |= 1 << i
			}
		}
	}
	hits := []Hit{}
	for entry, bitmap := range present {
		if n := bits.OnesCount64(bitmap); n > 0 && enough(n, len(terms)) {
			hits = append(hits, Hit{x.ids[entry], scores[entry], among(terms, bitmap)})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Service, b.Service))
	})
	return hits
}

// among are the terms whose bits are set.
func among(terms []string, bitmap uint64) []string {
	var some []string
	for i, term := range terms {
		if bitmap&(1<<i) != 0 {
			some = append(some, term)
		}
	}
	return some
}

// score is what a term is worth in each entry, the best of the terms that it stands
// for. A single Han character stands for every pair that holds it, a word for all
// that begin with it, at half of the worth.
func (x *Index) score(best []float64, term string) {
	x.worth(best, term, 1)
	single := utf8.RuneCountInString(term) == 1
	han := script([]rune(term)[0]) == hanScript
	if han && !single || !han && len(term) < 3 {
		return
	}
	for other := range x.terms {
		if other != term && (han && strings.Contains(other, term) || !han && strings.HasPrefix(other, term)) {
			x.worth(best, other, 0.5)
		}
	}
}

func (x *Index) worth(best []float64, term string, part float64) {
	in := x.terms[term]
	n, df, mean := float64(len(x.ids)), float64(len(in)), x.total/float64(max(len(x.ids), 1))
	rare := math.Log(1 + (n-df+0.5)/(df+0.5))
	for _, p := range in {
		often := p.weight * (saturation + 1) / (p.weight + saturation*(1-lengthPays+lengthPays*x.length[p.entry]/mean))
		best[p.entry] = max(best[p.entry], part*rare*often)
	}
}
