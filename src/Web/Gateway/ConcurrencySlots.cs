using System.Runtime.InteropServices;
using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The slots of requests in progress to providers. A gateway without a slot at a provider gets its first while the
/// provider holds less than three quarters of the slots that other providers leave; it gets another only while it holds
/// fewer there than the free slots minus twice those the provider holds.</summary>
/// <remarks>A single gateway gets at most a quarter of the slots at one provider, and all gateways together a third. The
/// slots from there to three quarters are for gateways that hold none there, one each; the last quarter is for other
/// providers. So neither a busy gateway nor a hanging provider blocks another.</remarks>
/// <param name="maxSlots">The number of slots for all gateways at all providers together.</param>
internal sealed class ConcurrencySlots(int maxSlots)
{
    private readonly Dictionary<(ServiceId Gateway, string Provider), int> _taken = [];
    private readonly Dictionary<string, int> _takenOfProvider = [];
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Takes one slot, which is released on dispose; null when none is available for this gateway at this provider.</summary>
    public Slot? Acquire(ServiceId gateway, string provider)
    {
        lock (_lock)
        {
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_taken, (gateway, provider), out _);
            ref var ofProvider = ref CollectionsMarshal.GetValueRefOrAddDefault(_takenOfProvider, provider, out _);
            if (!(taken == 0 ? HasRoom(ofProvider) : taken < maxSlots - _all - 2 * ofProvider))
            {
                Forget(gateway, provider, taken);
                return null;
            }
            (taken, ofProvider, _all) = (taken + 1, ofProvider + 1, _all + 1);
            return new Slot(this, gateway, provider);
        }
    }

    // The first request to a provider may take the very last slot.
    private bool HasRoom(int ofProvider) => maxSlots - _all is var free && (ofProvider == 0 ? free > 0 : ofProvider < 3 * (free - 1));

    private void Release(ServiceId gateway, string provider)
    {
        lock (_lock)
        {
            _takenOfProvider[provider]--;
            _all--;
            Forget(gateway, provider, --CollectionsMarshal.GetValueRefOrNullRef(_taken, (gateway, provider)));
        }
    }

    // Only gateways with a request in progress take memory.
    private void Forget(ServiceId gateway, string provider, int taken)
    {
        if (taken == 0)
        {
            _taken.Remove((gateway, provider));
        }
    }

    /// <summary>The slot of one request.</summary>
    internal sealed class Slot(ConcurrencySlots slots, ServiceId gateway, string provider) : IDisposable
    {
        public void Dispose() => slots.Release(gateway, provider);
    }
}
