using SecretsDashboard.E2E.Browsing;
using Xunit;

namespace SecretsDashboard.E2E.Households;

// Each has a server of its own, and the tests of one never run beside each other.

[CollectionDefinition(nameof(DeskHousehold))]
public sealed class DeskHousehold(Chromium chromium) : Household("desk", chromium, Viewport.Desk), ICollectionFixture<DeskHousehold>;

[CollectionDefinition(nameof(PhoneHousehold))]
public sealed class PhoneHousehold(Chromium chromium) : Household("phone", chromium, Viewport.Phone), ICollectionFixture<PhoneHousehold>;
