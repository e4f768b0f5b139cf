import { describe, expect, it } from 'vitest';
import { barChart, lineChart } from './svg.js';

const widthsOf = (svg: string): number[] =>
  [...svg.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="18"/g)].map(([, width]) =>
    Number(width),
  );

describe('a bar chart', () => {
  it('draws parts in proportion, with their sum and escaped names', () => {
    const bars = [
      { name: 'a < "b" & c', parts: [2, 1] },
      { name: 'half', parts: [1, 0.5] },
    ];
    const svg = barChart('Title', ['Node', 'PostgreSQL'], bars);
    const [longest = 0] = widthsOf(svg);
    expect(widthsOf(svg)).toEqual(
      [longest, longest / 2, longest / 2, longest / 4].map((width) => expect.closeTo(width, 0)),
    );
    expect(svg).toContain('>3.00</text>');
    expect(svg).toContain('a &lt; &quot;b&quot; &amp; c');
    expect(svg).toMatch(/^<svg xmlns[\s\S]*<\/svg>\n$/);
  });

  it('draws parts over each other where they are no parts of a sum', () => {
    const svg = barChart('Title', ['p50', 'p99'], [{ name: 'a', parts: [5, 10] }], {
      unit: ' ms',
      stacked: false,
    });
    const [outer = 0, inner = 0] = widthsOf(svg);
    expect(inner * 2).toBeCloseTo(outer, 0);
    expect(svg).toContain('>10.0 ms</text>');
  });

  it('survives having nothing to draw', () => {
    expect(barChart('Title', [], [])).not.toContain('NaN');
  });
});

describe('a line chart', () => {
  it('has a point for each second, the largest value on top', () => {
    const svg = lineChart('Title', [{ name: 'deliveries', values: [0, 50, 100] }]);
    const points = /points="([^"]+)"/
      .exec(svg)?.[1]
      ?.split(' ')
      .map((point) => point.split(',').map(Number));
    expect(points).toHaveLength(3);
    const [first, middle, last] = (points ?? []).map(([, y]) => y ?? Number.NaN);
    expect(middle).toBeCloseTo(((first ?? 0) + (last ?? 0)) / 2, 0);
    expect(last).toBeLessThan(first ?? 0);
  });
});
