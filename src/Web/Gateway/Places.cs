using System.Runtime.InteropServices;
using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The places of requests on their way to providers. Nobody ever holds the last ones: a gateway gets another place at a provider while it holds fewer there than the provider has
/// room for, and a provider has room for what is free beyond as many as it holds itself.</summary>
/// <remarks>Whoever is alone takes a third of them at one provider; the more there are, the less each of them may take, and neither a gateway nor a provider that hangs stops another.</remarks>
/// <param name="most">Places of all gateways at all providers together.</param>
internal sealed class Places(int most)
{
    private readonly Dictionary<(ServiceId Gateway, string Provider), int> _held = [];
    private readonly Dictionary<string, int> _heldAt = [];
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Takes one place, given back when it is disposed of; null when there is none left for this gateway at this provider.</summary>
    public Place? Take(ServiceId gateway, string provider)
    {
        lock (_lock)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, (gateway, provider), out _);
            ref var heldAt = ref CollectionsMarshal.GetValueRefOrAddDefault(_heldAt, provider, out _);
            if (held >= most - _all - heldAt)
            {
                Forget(gateway, provider, held);
                return null;
            }
            (held, heldAt, _all) = (held + 1, heldAt + 1, _all + 1);
            return new Place(this, gateway, provider);
        }
    }

    private void GiveBack(ServiceId gateway, string provider)
    {
        lock (_lock)
        {
            _heldAt[provider]--;
            _all--;
            Forget(gateway, provider, --CollectionsMarshal.GetValueRefOrNullRef(_held, (gateway, provider)));
        }
    }

    // Gateways come and go; those without a request on its way take no memory.
    private void Forget(ServiceId gateway, string provider, int held)
    {
        if (held == 0)
        {
            _held.Remove((gateway, provider));
        }
    }

    /// <summary>One request's place.</summary>
    internal sealed class Place(Places places, ServiceId gateway, string provider) : IDisposable
    {
        public void Dispose() => places.GiveBack(gateway, provider);
    }
}
