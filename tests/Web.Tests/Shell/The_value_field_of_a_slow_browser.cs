using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class The_value_field_of_a_slow_browser : BunitContext
{
    private readonly Browser _browser = new();

    public The_value_field_of_a_slow_browser() => Services.AddSingleton<IJSRuntime>(_browser);

    [Fact]
    public async Task The_value_field_waits_for_its_script_before_it_is_read()
    {
        var field = Render<ValueField>();

        var reading = field.InvokeAsync(() => field.Instance.ReadAsync());
        Assert.False(reading.IsCompleted);
        _browser.Attached.SetResult(_browser);

        Assert.Equal("late"u8.ToArray(), await reading);
    }

    [Fact]
    public async Task The_value_field_is_disposed_without_a_fault_when_the_page_is_left_first()
    {
        _browser.Attached.SetResult(_browser);
        var field = Render<ValueField>();
        _browser.IsLeaving = true;

        await field.InvokeAsync(async () => await field.Instance.DisposeAsync());

        Assert.Equal("clear", _browser.TimedRequest[^1]);
    }

    /// <summary>The browser, the script and what the script attaches, all in one.</summary>
    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        public TaskCompletionSource<object> Attached { get; } = new();
        public List<string> TimedRequest { get; } = [];
        public bool IsLeaving { get; set; }

        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => InvokeAsync<T>(identifier, CancellationToken.None, args);

        public async ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            TimedRequest.Add(identifier);
            return IsLeaving
                ? throw new TaskCanceledException()
                : identifier switch
                {
                    "import" => (T)(object)this,
                    "attach" => (T)await Attached.Task,
                    "read" => (T)(object)"late"u8.ToArray(),
                    _ => default!,
                };
        }

        public ValueTask DisposeAsync() => default;
    }
}
