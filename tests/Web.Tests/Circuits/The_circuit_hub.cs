using System.Reflection;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using SecretsDashboard.Web.Circuits;

namespace SecretsDashboard.Web.Tests.Circuits;

public sealed class The_circuit_hub
{
    [Fact]
    public void The_hub_has_no_method_that_the_filter_does_not_know()
    {
        var hub = typeof(CircuitOptions).Assembly.GetTypes().Single(t => t.Name == "ComponentHub" && t.IsAssignableTo(typeof(Hub)));
        var methods = hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && m.GetBaseDefinition() == m)
            .Select(m => m.Name)
            .Order(StringComparer.Ordinal);

        string[] answered = [CircuitFilter.Start, CircuitFilter.Connect, CircuitFilter.Resume, CircuitFilter.Pause];
        Assert.Equal(CircuitFilter.OfOpenCircuit.Concat(answered).Order(StringComparer.Ordinal), methods);
    }
}
