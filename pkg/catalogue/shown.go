package catalogue

// Entries finds an entry in one state of the catalogue; false where that state does
// not have it.
type Entries func(ServiceID) (Entry, bool)

// Shown is the entry as customers see it, who are given what is named here and
// nothing else (§3); false where it is not for them. What does not say that it is
// public or for customers is internal.
func (e Entry) Shown() (Entry, bool) {
	return e.promise(), e.Visibility == Public || e.Visibility == Customer
}

// promise is what the entry says to customers. It is a list of what they may see:
// a field that is added to Entry stays inside until somebody adds it here, too.
func (e Entry) promise() Entry {
	return Entry{
		ID: e.ID, Code: e.Code, Name: e.Name,
		Summary: e.Summary, Objective: e.Objective, Audience: e.Audience, Category: e.Category, Kind: e.Kind,
		Content: e.Content, Exclusions: e.Exclusions, Prerequisites: e.Prerequisites,
		Frequency: e.Frequency, Hours: e.Hours, Delivery: e.Delivery, Deliverables: e.Deliverables, Levels: e.Levels,
		Workload: e.Workload, Exceptions: e.Exceptions, RequestHow: e.RequestHow, Contacts: e.Contacts,
		LeadTime: e.LeadTime, PriceRef: e.PriceRef,
		Lifecycle: e.Lifecycle, ReplacedBy: e.ReplacedBy, SunsetOn: e.SunsetOn,
	}
}

// Shown is the part of the entries that customers see. What an entry says of another
// one that they do not see is left out.
func (s Entries) Shown() Entries {
	return func(id ServiceID) (Entry, bool) {
		whole, there := s(id)
		e, shown := whole.Shown()
		if !there || !shown {
			return Entry{}, false
		}
		if e.ReplacedBy != "" {
			other, there := s(e.ReplacedBy)
			if _, shown := other.Shown(); !there || !shown {
				e.ReplacedBy = ""
			}
		}
		return e, true
	}
}
