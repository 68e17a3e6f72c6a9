// The regions of the sample dump: two sides of the trade, each a small tree.

export type Region = { slug: string; name: string; parent: string | null }

const region = (slug: string, name: string, parent: string | null): Region => ({
  slug,
  name,
  parent,
})

export const regions: Region[] = [
  region('china', 'China', null),
  region('china_north', 'Bohai Bay and Yellow Sea', 'china'),
  region('yangtze_delta', 'Yangtze Delta', 'china'),
  region('china_south', 'South China Coast', 'china'),
  region('pearl_delta', 'Pearl River Delta', 'china_south'),

  region('europe_north', 'North Europe', null),
  region('hamburg_le_havre', 'Hamburg–Le Havre Range', 'europe_north'),
  region('british_isles', 'British Isles', 'europe_north'),
  region('britain_east', 'Britain, East and South', 'british_isles'),
  region('irish_sea', 'Irish Sea', 'british_isles'),
  region('nordic_seas', 'Nordic Seas', 'europe_north'),
  region('danish_straits', 'Øresund, Belts and Kattegat', 'nordic_seas'),
  region('oslofjord', 'Oslofjord', 'nordic_seas'),
  region('norway_coast', 'Norwegian Coast', 'nordic_seas'),
  region('north_atlantic', 'North Atlantic', 'nordic_seas'),
  region('baltic_sea', 'Baltic Sea', 'europe_north'),
  region('gulf_of_finland', 'Gulf of Finland', 'baltic_sea'),
  region('gulf_of_bothnia', 'Gulf of Bothnia', 'baltic_sea'),
  region('baltic_central', 'Baltic, Central', 'baltic_sea'),
  region('baltic_south', 'Baltic, South', 'baltic_sea'),
]
