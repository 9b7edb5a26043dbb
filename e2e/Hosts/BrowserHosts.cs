using SecretsDashboard.E2E.Browsing;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

// Each has a server of its own, and the tests of one never run beside each other.

[CollectionDefinition(nameof(DesktopHost))]
public sealed class DesktopHost(Chromium chromium) : BrowserHost("desktop", chromium, Viewport.Desktop), ICollectionFixture<DesktopHost>;

[CollectionDefinition(nameof(PhoneHost))]
public sealed class PhoneHost(Chromium chromium) : BrowserHost("phone", chromium, Viewport.Phone), ICollectionFixture<PhoneHost>;
