using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Hosting;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>One person's window: a page in the real frame, on the real gate, without a browser.</summary>
internal sealed class Screen : BunitContext
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxRenderWait = TimeSpan.FromMilliseconds(50);

    private IRenderedComponent<RouteView>? _frame;

    public Screen(ComponentHost host, SampleMember who)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => Toasts.Apply(options.SnackbarConfiguration));
        Services.AddSingleton(host.Vault);
        Services.AddSingleton(host.Gate);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<AuthenticationStateProvider>(new SignedInAs(who));
        Services.AddSingleton<AntiforgeryStateProvider>(new NoForms());
        Services.AddSingleton<IErrorBoundaryLogger>(new Faults());
        Services.AddAuthorizationCore();
        Services.AddCascadingAuthenticationState();
        Services.AddScoped<CurrentMember>();
        Services.AddSingleton(
            new UntrustedForwarding(new ConfigurationBuilder().Build(), TimeProvider.System, NullLogger<UntrustedForwarding>.Instance)
        );
        Services.AddSingleton(_ => ApiEndpoints.Of(host.Vault));
        Services.AddScoped<CurlWriter>();
        Services.AddScoped<AddressBar>();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    /// <summary>Where the person is: the path with its query.</summary>
    public string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private IRenderedComponent<RouteView> Frame => _frame ?? throw new InvalidOperationException("Open a page first.");

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Opens a page as the router would.</summary>
    /// <param name="address">Path and query.</param>
    /// <param name="values">The route values, by parameter.</param>
    public Screen Open<TPage>(string address, params (string Name, object? Value)[] values)
        where TPage : IComponent
    {
        Navigation.NavigateTo(address);
        _frame = Render<RouteView>(view =>
            view.Add(
                    v => v.RouteData,
                    new Microsoft.AspNetCore.Components.RouteData(typeof(TPage), values.ToDictionary(v => v.Name, v => v.Value))
                )
                .Add(v => v.DefaultLayout, typeof(MainLayout))
        );
        return this;
    }

    /// <summary>The page's component, to wait for or to inspect.</summary>
    public IRenderedComponent<T> The<T>()
        where T : IComponent => Frame.FindComponent<T>();

    /// <summary>Waits until something is true of what is shown, or fails with what was still untrue.</summary>
    public void Wait(Action expectation)
    {
        if (Renderer.Dispatcher.CheckAccess())
        {
            expectation(); // a part of an expectation: the outer one looks again
            return;
        }

        using var rendered = new ManualResetEventSlim();
        void Rendered(object? sender, EventArgs e) => rendered.Set();
        Frame.OnAfterRender += Rendered;
        try
        {
            for (var waited = Stopwatch.StartNew(); ; )
            {
                rendered.Reset();
                try
                {
                    // In the page's own turn: a render in between would be seen half.
                    Frame.InvokeAsync(expectation).GetAwaiter().GetResult();
                    return;
                }
                catch (Exception untrue) when (untrue is not OperationCanceledException && waited.Elapsed < MaxWait)
                {
                    // Not every change raises the event (a component deep inside may render alone), so it only shortens the wait.
                    rendered.Wait(MaxRenderWait, Xunit.TestContext.Current.CancellationToken);
                }
            }
        }
        finally
        {
            Frame.OnAfterRender -= Rendered;
        }
    }

    public Screen Shows(string text)
    {
        Wait(() => Assert.Contains(text, Text, StringComparison.Ordinal));
        return this;
    }

    public Screen ShowsNot(string text)
    {
        Wait(() => Assert.DoesNotContain(text, Text, StringComparison.Ordinal));
        return this;
    }

    /// <summary>All that can be read now, the frame included, with single spaces.</summary>
    public string Text =>
        string.Join(' ', string.Concat(Frame.Nodes.Select(n => n.TextContent)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public IReadOnlyList<IElement> All(string selector) => [.. Frame.FindAll(selector)];

    /// <summary>The button of this name, waited for.</summary>
    public IElement Button(string name, int which = 0) => Waited(() => ButtonNow(name, which));

    public IElement Checkbox(string name, int which = 0) => Waited(() => CheckboxNow(name, which));

    public IElement Field(string name) => Waited(() => FieldNow(name));

    public Screen Click(string button, int which = 0) => Do(() => ButtonNow(button, which), e => e.Click());

    /// <summary>Clicks an item of the menu that is open.</summary>
    public Screen Choose(string item) => Do(() => Find("[role=menuitem]", item, 0), e => e.Click());

    public Screen Type(string field, string text) => Do(() => FieldNow(field), e => e.Input(text));

    /// <summary>Chooses in a list by the option's value, or fills a field in and leaves it.</summary>
    public Screen Select(string field, string value) => Do(() => FieldNow(field), e => e.Change(value));

    public Screen Tick(string checkbox, bool on = true, int which = 0) => Do(() => CheckboxNow(checkbox, which), e => e.Change(on));

    /// <summary>Types into what has no name of its own.</summary>
    public Screen TypeInto(string selector, string text, int which = 0) =>
        Do(() => Find(selector, e => true, which, selector), e => e.Input(text));

    /// <summary>Sends the page's form.</summary>
    public Screen Submit() => Do(() => Find("main form.sd-form", e => true, 0, "form"), e => e.Submit());

    // Found and used in one turn of the page: a render in between would replace the handler. Used once, whatever comes of it.
    private Screen Do(Func<IElement> find, Action<IElement> act)
    {
        ExceptionDispatchInfo? fault = null;
        Wait(() =>
        {
            var element = find();
            Assert.False(element.HasAttribute("disabled"), "A disabled element can't be used.");
            try
            {
                act(element);
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        fault?.Throw();
        return this;
    }

    /// <summary>Off, reachable by keyboard, and described by a text that holds the reason.</summary>
    public void ShowsOff(string button, string because) =>
        Wait(() =>
        {
            var off = All("button").First(b => IsNamed(b, button));
            Assert.Equal("true", off.GetAttribute("aria-disabled"));
            Assert.Contains(because, All("#" + off.GetAttribute("aria-describedby"))[0].TextContent, StringComparison.Ordinal);
        });

    public void ShowsOn(string button) =>
        Wait(() =>
        {
            var on = All("button").First(b => IsNamed(b, button));
            Assert.False(on.HasAttribute("disabled"));
            Assert.NotEqual("true", on.GetAttribute("aria-disabled"));
        });

    private static bool IsNamed(IElement element, string name) =>
        (element.GetAttribute("aria-label") ?? element.TextContent.Trim()) == name;

    private IElement ButtonNow(string name, int which) => Find("button", name, which);

    private IElement CheckboxNow(string name, int which) => Labelled("input[type=checkbox]", name, which);

    private IElement FieldNow(string name) => Labelled("input:not([type=checkbox]), textarea, select", name, 0);

    private IElement Waited(Func<IElement> find)
    {
        IElement? found = null;
        Wait(() => found = find());
        return found!;
    }

    private IElement Find(string selector, string name, int which) => Find(selector, e => IsNamed(e, name), which, name);

    private IElement Find(string selector, Func<IElement, bool> isMeant, int which, string name)
    {
        var found = Frame.FindAll(selector).Where(isMeant).ToList();
        Assert.True(found.Count > which, $"There is no {selector} named '{name}'.");
        return found[which];
    }

    private IElement Labelled(string selector, string name, int which)
    {
        var labels = Frame.FindAll("label").Where(l => l.TextContent.Trim() == name).ToList();
        return Find(
            selector,
            f =>
                f.GetAttribute("aria-label") == name
                || labels.Any(l => l.Contains(f) || (f.Id is { Length: > 0 } id && l.GetAttribute("for") == id)),
            which,
            name
        );
    }

    private sealed class SignedInAs(SampleMember who) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(SessionCookie.PrincipalOf(new(who.Session, who.Id, who.Email))));
    }

    // The frame's one form signs out by a post, which has no place here.
    private sealed class NoForms : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    /// <summary>A fault of a page fails the test that met it, as soon as it looks for what the page should show.</summary>
    private sealed class Faults : IErrorBoundaryLogger
    {
        public ValueTask LogErrorAsync(Exception exception)
        {
            Xunit.TestContext.Current.TestOutputHelper?.WriteLine(exception.ToString());
            return ValueTask.CompletedTask;
        }
    }
}
