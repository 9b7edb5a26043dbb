using System.Runtime.InteropServices;
using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The slots of requests on their way to providers. A gateway without one at a provider gets its
/// first while the provider holds less than three quarters of what others leave; another one
/// only while it holds fewer there than what is free beyond twice as many as the provider holds.</summary>
/// <remarks>Whoever is alone takes a quarter of them at one provider, all together a third; the next third
/// and more is for those who have none there, one each, and the last quarter for other
/// providers. So neither a busy gateway nor a provider that hangs stops another.</remarks>
/// <param name="most">Slots of all gateways at all providers together.</param>
internal sealed class ConcurrencySlots(int most)
{
    private readonly Dictionary<(ServiceId Gateway, string Provider), int> _held = [];
    private readonly Dictionary<string, int> _heldAt = [];
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Takes one slot, given back when it is disposed of; null when there
    /// is none left for this gateway at this provider.</summary>
    public Slot? Take(ServiceId gateway, string provider)
    {
        lock (_lock)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, (gateway, provider), out _);
            ref var heldAt = ref CollectionsMarshal.GetValueRefOrAddDefault(_heldAt, provider, out _);
            if (!(held == 0 ? HasRoom(heldAt) : held < most - _all - 2 * heldAt))
            {
                Forget(gateway, provider, held);
                return null;
            }
            (held, heldAt, _all) = (held + 1, heldAt + 1, _all + 1);
            return new Slot(this, gateway, provider);
        }
    }

    // The first request to a provider may take the last slot of all.
    private bool HasRoom(int heldAt) => most - _all is var free && (heldAt == 0 ? free > 0 : heldAt < 3 * (free - 1));

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

    /// <summary>One request's slot.</summary>
    internal sealed class Slot(ConcurrencySlots slots, ServiceId gateway, string provider) : IDisposable
    {
        public void Dispose() => slots.GiveBack(gateway, provider);
    }
}
